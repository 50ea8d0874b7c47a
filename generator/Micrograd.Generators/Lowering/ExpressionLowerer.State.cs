using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Members of the instance that the marked method works on.</content>
internal sealed partial class ExpressionLowerer
{
    private bool IsOwnMember(IOperation target) => target switch
    {
        IMemberReferenceOperation { Instance: { } instance } => IsSelf(instance) || IsOwnMember(instance),
        _ => IsSelf(target),
    };

    // A field of the marked method's own instance: an input where it is a [Parameter], data otherwise, which is read once where it
    // cannot change.
    private IrExpression? LowerOwnField(IFieldReferenceOperation reference) =>
        !IsSelf(reference.Instance) ? null
        : LowerOwnParameter(reference) is { } parameter ? parameter
        : IsStruct(reference) || TypeMapping.IsFloatingStruct(reference.Type) ? LowerOpaque(reference)
        : reference.Field.IsReadOnly && TypeMapping.Map(reference.Type) is { IsView: true } or { IsFloating: true } ? _scope.Table(reference.Field, () => (OpaqueExpression)_opaque.Lower(reference))
        : _opaque.Lower(reference);

    // A property that computes may do so from [Parameter] members: its body is put in place.
    private IrExpression? LowerOwnProperty(IPropertyReferenceOperation reference)
    {
        if (!IsSelf(reference.Instance))
        {
            return null;
        }

        IPropertySymbol property = reference.Property;
        bool computes = property is { GetMethod: not null, ReturnsByRef: false, ReturnsByRefReadonly: false }
            && property.IsWrittenIn(_scope.Compilation)
            && !StructShape.IsAutomatic(property) && !CallResolution.IsNoDiff(property) && (IsStruct(reference) || TypeMapping.Map(reference.Type).IsDifferentiable);
        if (!computes)
        {
            return LowerOwnParameter(reference) ?? LowerOpaque(reference);
        }

        bool isFinal = reference.Instance?.Syntax is BaseExpressionSyntax || !(property.IsVirtual || property.IsOverride || property.IsAbstract) || property.IsSealed || property.ContainingType.IsSealed;
        return isFinal
            ? LowerOwnParameter(reference) ?? _inliner.Lower(InlineCall.Of(reference, property.GetMethod!) with { Receiver = () => _scope.Self! })
            : Refuse(reference, LanguageDiagnostics.CallNotSupported, property.Name, "virtual");
    }

    private IrExpression? LowerOwnParameter(IMemberReferenceOperation reference)
    {
        if (!CallResolution.IsParameter(reference.Member))
        {
            return null;
        }

        INamedTypeSymbol own = _scope.Method.ContainingType, owner = reference.Member.ContainingType;
        return SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, own.OriginalDefinition)
            ? _scope.PlaceOf(reference.Member.OriginalDefinition)
            : Refuse(reference, LanguageDiagnostics.InheritedParameter, reference.Member.Name, owner.Name, own.Name);
    }
}
