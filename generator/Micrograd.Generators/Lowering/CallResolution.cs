using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Rules;

namespace Micrograd.Generators.Lowering;

internal enum CallKind
{
    /// <summary>A primitive with a row in the rule table.</summary>
    Rule,

    /// <summary>A member of arrays or spans that lowering knows.</summary>
    View,

    /// <summary>A member of Complex or a vector, whose meaning lowering knows field by field.</summary>
    Numerics,

    /// <summary>The body is put in place of the call.</summary>
    Inline,

    /// <summary>Kept as text: it carries no derivative, or has none that is known (a later analysis decides whether one is lost).</summary>
    Opaque,

    Refused,
}

/// <summary>Decides what becomes of a call, in the order that users can rely on.</summary>
internal static class CallResolution
{
    public static CallKind Resolve(IInvocationOperation call, LoweringScope scope)
    {
        IMethodSymbol method = call.TargetMethod;
        if (RuleTable.IsKnown(KeyOf(method)) && call.Arguments.All(static a => a.Parameter!.RefKind == RefKind.None))
        {
            return CallKind.Rule;
        }

        if (NumericsCalls.IsKnown(method))
        {
            return CallKind.Numerics;
        }

        if (ViewCalls.IsKnown(call))
        {
            return CallKind.View;
        }

        if (scope.Functions.Find(call) is not null)
        {
            return CallKind.Inline;
        }

        if (IsNoDiff(method) || IsGradientStop(method) || (!MayCarryDerivative(call) && IsAccessible(method, scope)))
        {
            return CallKind.Opaque;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return CallKind.Refused;
        }

        return HasSource(method) ? (WhyNotInlined(call) is null ? CallKind.Inline : CallKind.Refused) : CallKind.Opaque;
    }

    /// <summary>The name under which the rule table knows a method.</summary>
    public static string KeyOf(IMethodSymbol method) => method.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    public static bool IsNoDiff(ISymbol symbol) => symbol.GetAttributes().Any(static a => IsMicrograd(a.AttributeClass, "NoDiffAttribute"));

    public static bool IsGradientStop(IMethodSymbol method) => method.Name == "Stop" && IsMicrograd(method.ContainingType, "Gradient");

    /// <summary>Why the body of a method with source cannot be put in place of the call; null if it can.</summary>
    public static string? WhyNotInlined(IInvocationOperation call) => call.TargetMethod switch
    {
        { MethodKind: MethodKind.LocalFunction, IsGenericMethod: false } => null,
        { MethodKind: MethodKind.DelegateInvoke } => "a delegate",
        { IsGenericMethod: true } or { ContainingType.IsGenericType: true } => "generic",
        { IsStatic: true, IsAbstract: true } or { IsVirtual: true } or { IsAbstract: true } or { IsOverride: true, ContainingType.TypeKind: not TypeKind.Struct } => "virtual",
        { IsStatic: false } when TypeMapping.Map(call.TargetMethod.ContainingType) is not StructType => "an instance method",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } => "a method that returns a reference",
        { IsAsync: true } => "asynchronous",
        _ => null,
    };

    private static bool HasSource(IMethodSymbol method) => !method.DeclaringSyntaxReferences.IsEmpty && !method.IsExtern && !GeneratedMembers.IsGenerated(method);

    private static bool MayCarryDerivative(IInvocationOperation call) =>
        Carries(call.TargetMethod.ReturnType)
        || call.Arguments.Any(static a => Carries(a.Parameter!.Type) || Carries(Peeled(a.Value).Type))
        || (call.Instance is { Type: { } instance } && (Carries(instance) || instance.TypeKind == TypeKind.Delegate))
        || call.TargetMethod.MethodKind == MethodKind.LocalFunction;

    private static IOperation Peeled(IOperation operation) => operation is IConversionOperation { IsImplicit: true } conversion ? Peeled(conversion.Operand) : operation;

    private static bool Carries(ITypeSymbol? type) => TypeMapping.Map(type).IsDifferentiable || TypeMapping.IsFloatingStruct(type);

    private static bool IsAccessible(IMethodSymbol method, LoweringScope scope) =>
        scope.Compilation.IsSymbolAccessibleWithin(method, scope.Method.ContainingType);

    private static bool IsMicrograd(INamedTypeSymbol? type, string name) =>
        type is { ContainingNamespace: { Name: "Micrograd", ContainingNamespace.IsGlobalNamespace: true } } && type.Name == name;
}
