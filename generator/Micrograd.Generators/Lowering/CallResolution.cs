using Micrograd.Generators.Ir;
using Micrograd.Generators.Rules;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Micrograd.Generators.Lowering;

internal enum CallKind
{
    /// <summary>The method brings a derivative of its own: a rule, or one generated with it.</summary>
    Derivative,

    /// <summary>The method has a hand-written rule that takes more than numbers, or was compiled with a backward method that does.</summary>
    RulePair,

    /// <summary>The method was compiled with its pair.</summary>
    GeneratedPair,

    /// <summary>Another method gives the derivative.</summary>
    Substitute,

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

    /// <summary>From one number type to another: <c>double.CreateChecked(x)</c>.</summary>
    Conversion,

    /// <summary>Sine and cosine at once.</summary>
    SinCos,

    Refused,
}

/// <summary>Decides what becomes of a call, in the order that users can rely on.</summary>
internal static class CallResolution
{
    public static CallKind Resolve(IInvocationOperation call, CallTarget target, LoweringScope scope)
    {
        IMethodSymbol method = target.Method;
        if (OwnDerivative(method, scope) is { } own)
        {
            return MemoryViews.IsPassedTo(method) || IsFarBase(call, method, scope) ? CallKind.Refused : own;
        }

        if (ExtensionMembers.IsStaticForm(method))
        {
            return IsNoDiff(method) ? CallKind.Opaque : CallKind.Refused;
        }

        // The block's namespace need not be imported where the generated code stands, so a text names its static form.
        if (ExtensionMembers.IsMember(method))
        {
            return HasSource(method, scope) && !IsNoDiff(method) ? CallKind.Inline
                : ExtensionMembers.StaticForm(method) is not null ? CallKind.Opaque
                : CallKind.Refused;
        }

        if (KnownToTheGenerator(call, target) is { } known)
        {
            return known;
        }

        if (TakesStructs(call) && !HasSource(method, scope))
        {
            return CallKind.Refused;
        }

        if (target.Function is not null)
        {
            return HasSource(method, scope) && WhyNotInlined(target) is null ? CallKind.Inline : CallKind.Refused;
        }

        if (GivesConstant(target, call))
        {
            return IsNamable(method, scope) && method.MethodKind == MethodKind.Ordinary ? CallKind.Opaque
                : HasSource(method, scope) && !(method.MethodKind == MethodKind.LocalFunction && method.IsGenericMethod) ? CallKind.Inline
                : CallKind.Refused;
        }

        if (IsGradientStop(method) || (!MayCarryDerivative(call) && IsNamable(method, scope)))
        {
            return CallKind.Opaque;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke)
        {
            return CallKind.Refused;
        }

        return HasSource(method, scope) ? (WhyNotInlined(target) is null ? CallKind.Inline : CallKind.Refused)
            : IsNamable(method, scope) ? CallKind.Opaque
            : CallKind.Refused;
    }

    // Members of .NET whose derivative is a row of the table, or whose meaning lowering knows.
    private static CallKind? KnownToTheGenerator(IInvocationOperation call, CallTarget target)
    {
        IMethodSymbol method = target.Method;
        if (RuleTable.IsKnown(KeyOf(target)) && call.Arguments.All(static a => a.Parameter!.RefKind == RefKind.None))
        {
            return CallKind.Rule;
        }

        if (GenericNumbers.IsConversion(call))
        {
            return CallKind.Conversion;
        }

        if (SinCosCalls.IsKnown(target))
        {
            return CallKind.SinCos;
        }

        if (NumericsCalls.IsKnown(method))
        {
            return CallKind.Numerics;
        }

        if (ViewCalls.IsKnown(call))
        {
            return CallKind.View;
        }

        return null;
    }

    /// <summary>What somebody wrote, or generated, for this very method comes before everything that is known in general.</summary>
    public static CallKind? OwnDerivative(IMethodSymbol method, LoweringScope scope) =>
        scope.FindRule(method) is not null ? (DerivativeCalls.Find(method, scope) is not null ? CallKind.Derivative : CallKind.RulePair)
        : GeneratedPairs.Find(method, scope) is not null ? CallKind.GeneratedPair
        : GeneratedPairs.FindMembers(method, scope) is not null ? CallKind.RulePair
        : DerivativeCalls.Find(method, scope) is not null ? CallKind.Derivative
        : GeneratedBackwards.Find(method, scope) is not null ? CallKind.RulePair
        : HasSource(method, scope) && Substitutes.NameOf(method) is not null ? CallKind.Substitute
        : null;

    /// <summary>The name under which the rule table knows the target of a call.</summary>
    public static string KeyOf(CallTarget target) =>
        target is { Method.IsStatic: true, ReceiverType: { } receiver } && TypeMapping.Map(receiver) is TypeParameterType type ? GenericNumbers.KeyOf(target.Method, type)
        : target.Function is { Body: not null } ? ""
        : KeyOf(target.Method);

    /// <summary>The name under which the rule table knows a method.</summary>
    public static string KeyOf(IMethodSymbol method) => method.OriginalDefinition.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat);

    public static bool IsNoDiff(ISymbol symbol) => symbol.GetAttributes().Any(static a => IsMicrograd(a.AttributeClass, "NoDiffAttribute"));

    /// <summary>The method that runs is marked so, or the one that the call names, of an interface or a base type.</summary>
    public static bool GivesConstant(CallTarget target, IOperation operation) =>
        GivesConstant(target.Method) || (operation is IInvocationOperation { TargetMethod: var named } && GivesConstant(named));

    // An accessor's property may be marked in its place.
    private static bool GivesConstant(IMethodSymbol method) => IsNoDiff(method) || (method.AssociatedSymbol is { } member && IsNoDiff(member));

    public static bool IsDifferentiable(ISymbol symbol) => symbol.GetAttributes().Any(static a => IsMicrograd(a.AttributeClass, "DifferentiableAttribute"));

    public static bool IsParameter(ISymbol symbol) => symbol.GetAttributes().Any(static a => IsMicrograd(a.AttributeClass, "ParameterAttribute"));

    public static bool IsGradientStop(IMethodSymbol method) => method.Name == "Stop" && IsMicrograd(method.ContainingType, "Gradient");

    /// <summary>Why the body of a method with source cannot be put in place of the call; null if it can.</summary>
    public static string? WhyNotInlined(CallTarget target) => target.Method switch
    {
        { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } => null,
        { MethodKind: MethodKind.DelegateInvoke } => "a delegate",
        { IsAbstract: true } => "virtual",
        { IsVirtual: true } or { IsOverride: true } when !target.IsExact && !target.Method.IsSealed && (target.ReceiverType is not { } receiver || !CallTarget.IsFinal(receiver)) => "virtual",
        { ReturnsByRef: true } or { ReturnsByRefReadonly: true } when !MethodBody.ReturnsOnePlace(target.Method) => "a method that chooses the reference it returns",
        { IsAsync: true } => "asynchronous",
        _ when ExtensionMembers.IsStaticForm(target.Method) => "a member of an extension block, called by its static name; call it as the member that it is",
        { DeclaringSyntaxReferences.IsEmpty: true } => "a member that only the interface names",
        _ => null,
    };

    // base.Area(x) of another assembly: its derivative is a virtual member, too, and only the type itself may name the base's.
    private static bool IsFarBase(IInvocationOperation call, IMethodSymbol method, LoweringScope scope) =>
        !method.IsStatic && !HasSource(method, scope)
        && (method.DeclaredAccessibility is Accessibility.Protected or Accessibility.ProtectedAndInternal or Accessibility.ProtectedOrInternal || (call.Instance?.Syntax is BaseExpressionSyntax && (method.IsVirtual || method.IsOverride)));

    private static bool HasSource(IMethodSymbol method, LoweringScope scope) => method.IsWrittenIn(scope.Compilation) && !method.IsExtern && !GeneratedMembers.IsGenerated(method);

    /// <summary>A value in the call is one that is taken apart, so that no text can name it.</summary>
    public static bool TakesStructs(IInvocationOperation call) =>
        IsStruct(call.Type) || IsStruct(call.Instance?.Type) || call.Arguments.Any(static a => IsStruct(a.Value.Type));

    private static bool IsStruct(ITypeSymbol? type) => TypeMapping.Map(type) is StructType;

    private static bool MayCarryDerivative(IInvocationOperation call) =>
        Carries(call.TargetMethod.ReturnType)
        || call.Arguments.Any(static a => Carries(a.Parameter!.Type) || Carries(a.Value.Peeled().Type))
        || (call.Instance is { Type: { } instance } && (Carries(instance) || instance.TypeKind == TypeKind.Delegate))
        || call.TargetMethod.MethodKind == MethodKind.LocalFunction;

    private static bool Carries(ITypeSymbol? type) => TypeMapping.Map(type).IsDifferentiable || TypeMapping.IsFloatingStruct(type);

    // What implements an interface explicitly cannot be called by its name.
    private static bool IsNamable(IMethodSymbol method, LoweringScope scope) =>
        method.MethodKind != MethodKind.ExplicitInterfaceImplementation && scope.CanName(method);

    private static bool IsMicrograd(INamedTypeSymbol? type, string name) =>
        type is { ContainingNamespace: { Name: "Micrograd", ContainingNamespace.IsGlobalNamespace: true } } && type.Name == name;
}
