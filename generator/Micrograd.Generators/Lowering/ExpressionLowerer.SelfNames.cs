using Micrograd.Generators.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <content>
/// <c>this</c> under other names. A local or parameter that always is <c>this</c> is read as that. Through one that only may be,
/// [Parameter] members would be taken for the data of another object, without their derivatives: it is refused.
/// </content>
internal sealed partial class ExpressionLowerer
{
    /// <summary>The operation is <c>this</c> of the marked method, in its own body or in that of a helper put in place.</summary>
    public bool IsSelf(IOperation? instance) => Unconverted(instance) switch
    {
        IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } => _scope.Self is { } self && self.Equals(_scope.Receiver),
        ILocalReferenceOperation { Local: var local } => IsNameOfSelf(local),
        IParameterReferenceOperation { Parameter: var parameter } => IsNameOfSelf(parameter),
        _ => false,
    };

    /// <summary>The operation may be <c>this</c> of a marked method with [Parameter] members, and nobody knows whether it is.</summary>
    public bool MayBeSelf(IOperation? operation) => _scope.State.Count > 0 && operation is not null && !IsSelf(operation) && MayBeSelf(operation, new(SymbolEqualityComparer.Default));

    /// <summary>Refuses what may be <c>this</c> where it stands for an object.</summary>
    /// <returns>Whether it did.</returns>
    public bool RefusesSelf(IOperation? instance)
    {
        if (!MayBeSelf(instance))
        {
            return false;
        }

        _scope.Report(LanguageDiagnostics.ConstructNotSupported, instance!.Syntax, "A value that may be 'this', whose [Parameter] members are inputs,");
        return true;
    }

    // A struct under another name is a copy.
    private bool IsNameOfSelf(ISymbol symbol) => _scope.Self is Ir.LocalExpression self && self.Equals(_scope.PlaceOf(symbol));

    private bool MayBeSelf(IOperation operation, HashSet<ISymbol> seen) => Unconverted(operation) switch
    {
        { Type: { IsValueType: true, SpecialType: not SpecialType.None } or { SpecialType: SpecialType.System_String } } => false,
        { } inner when IsSelf(inner) => true,
        ILocalReferenceOperation { Local: var local } => seen.Add(local) && MethodBody.ValuesOf(local, MethodBody.Root(operation)).Any(value => MayBeSelf(value, seen)),
        IParameterReferenceOperation { Parameter: var parameter } => _scope.DoubtfulSelves.Contains(parameter),

        // Data of `this` are others' objects; what a property computes may be anything.
        IFieldReferenceOperation field => !IsSelf(field.Instance) && field.Instance is { } holder && MayBeSelf(holder, seen),
        IPropertyReferenceOperation property when StructShape.IsAutomatic(property.Property) => !IsSelf(property.Instance) && property.Instance is { } holder && MayBeSelf(holder, seen),
        var other => other!.ChildOperations.Any(child => MayBeSelf(child, seen)),
    };

    private static IOperation? Unconverted(IOperation? operation) => operation is IConversionOperation { Conversion.IsUserDefined: false, Operand: var operand } ? Unconverted(operand) : operation;
}
