using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>Variables that hold a struct without derivatives, such as a random generator: a member that changes one must find the variable itself, not a copy.</content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>The variable that an operation names, found once; null where C# would work on a copy.</summary>
    public IrExpression? LowerVariable(IOperation operation) => operation switch
    {
        IParenthesizedOperation inner => LowerVariable(inner.Operand),
        _ when IsReadOnlyVariable(operation) => null,
        ILocalReferenceOperation or IParameterReferenceOperation or IInstanceReferenceOperation => Lower(operation),
        IArrayElementReferenceOperation => References.Freeze(Lower(operation), "self", _scope),
        IFieldReferenceOperation field => LowerFieldVariable(field),
        _ => null,
    };

    private IrExpression? LowerFieldVariable(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (!_scope.CanName(field))
        {
            return Refuse(reference, LanguageDiagnostics.Inaccessible, field.ToDisplayString(), _scope.Home.Name, HelperHome.WaysOut(field.ContainingType, _scope));
        }

        IrType type = TypeMapping.Map(field.Type);
        string name = Identifier.Escape(field.Name);
        if (reference.Instance is not { } instance)
        {
            return new OpaqueExpression(TypeMapping.Qualify(field.ContainingType, field), default, type);
        }

        if (IsStruct(instance))
        {
            return References.Freeze(Lower(reference), "self", _scope);
        }

        IrExpression? owner = instance.Type is { IsValueType: true } ? LowerVariable(instance) : _scope.Bind(_scope.Unbind(Lower(instance)), "owner");
        return owner switch
        {
            null => null,
            OpaqueExpression path => path with { Template = $"{path.Template}.{name}", Type = type },
            _ => new OpaqueExpression($"{{0}}.{name}", [owner], type),
        };
    }
}
