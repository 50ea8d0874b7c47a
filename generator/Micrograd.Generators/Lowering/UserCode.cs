using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Whether code that is kept as text may run code of the user's, which may change anything: methods, accessors, operators and
/// conversions, also those that the framework calls on an object it is given (<c>ToString</c>, <c>Equals</c>, <c>MoveNext</c>).
/// </summary>
internal static class UserCode
{
    private static readonly HashSet<string> Collections = ["List", "Dictionary", "HashSet", "Queue", "Stack"];

    public static bool MayRun(IOperation operation) => operation.DescendantsAndSelf().Any(o => IsRunBy(o) || o switch
    {
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: IMemberReferenceOperation } => true,
        IIncrementOrDecrementOperation { Target: IMemberReferenceOperation } or IAssignmentOperation { Target: IMemberReferenceOperation } => o != operation,
        _ => false,
    });

    /// <summary>Whether the operation itself, without its operands, may run such code.</summary>
    public static bool IsRunBy(IOperation operation) => operation switch
    {
        IInvocationOperation call => !IsPlain(call),
        IObjectCreationOperation { Constructor: { } constructor } creation => !(constructor.IsFramework() ? creation.Arguments.All(IsPlain) : constructor is { IsImplicitlyDeclared: true, ContainingType.IsValueType: true }),
        IPropertyReferenceOperation { Property: var property } reference => !(property.IsFramework() ? IsPlain(reference.Instance?.Type ?? property.ContainingType) : DataReads.IsAutomatic(property)),
        IBinaryOperation { OperatorMethod: { } method } => !method.IsFramework(),
        IBinaryOperation { Type.SpecialType: SpecialType.System_String } sum => !IsPlain(sum.LeftOperand.Peeled().Type) || !IsPlain(sum.RightOperand.Peeled().Type),
        IUnaryOperation { OperatorMethod: { } method } => !method.IsFramework(),
        IConversionOperation { OperatorMethod: { } method } => !method.IsFramework(),
        IInterpolationOperation hole => !IsPlain(hole.Expression.Type),
        IRecursivePatternOperation { DeconstructSymbol: not null } or IListPatternOperation or IDynamicInvocationOperation or IDynamicMemberReferenceOperation => true,
        _ => false,
    };

    private static bool IsPlain(IInvocationOperation call) =>
        CallResolution.IsGradientStop(call.TargetMethod)
        || (call.TargetMethod.IsFramework() && (OnlyLooks(call.TargetMethod) || (IsPlain(call.Instance?.Type ?? call.TargetMethod.ContainingType) && call.Arguments.All(IsPlain))));

    // Of objects, nothing but the reference.
    private static bool OnlyLooks(IMethodSymbol method) =>
        method.IsStatic && (method.Name == "ReferenceEquals" || method.Name.StartsWith("ThrowIfNull", StringComparison.Ordinal));

    private static bool IsPlain(IArgumentOperation argument) => IsPlain(argument.Value.Peeled().Type);

    /// <summary>Values and collections of the framework, which call nothing but themselves.</summary>
    public static bool IsPlain(ITypeSymbol? type) => type switch
    {
        null => true,
        IArrayTypeSymbol array => IsPlain(array.ElementType),
        ITypeParameterSymbol => TypeMapping.Map(type).IsFloating,
        INamedTypeSymbol { TypeKind: TypeKind.Enum } => true,
        INamedTypeSymbol named => named.IsFramework() && named.TypeArguments.All(IsPlain)
            && (named.IsStatic || named.SpecialType is SpecialType.System_String or SpecialType.System_Array || named is { TypeKind: TypeKind.Struct } || (named.TypeKind == TypeKind.Class && Collections.Contains(named.Name))),
        _ => false,
    };
}
