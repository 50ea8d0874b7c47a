using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Calls of methods that bring a derivative of their own: a [DerivativeOf] rule, or the <c>FBackward</c> that was generated when
/// the method's assembly was compiled. What a call does is then known from signatures alone.
/// </summary>
internal static class DerivativeCalls
{
    /// <summary>How a call is differentiated; null if the method has no derivative of its own that can be used here.</summary>
    public static DerivativeCallTarget? Find(IMethodSymbol method, LoweringScope scope)
    {
        if (!method.IsStatic || method.IsGenericMethod || !TypeMapping.Map(method.ReturnType).IsFloating || method.Parameters.Any(static p => MayBeWritten(p) || TypeMapping.Map(p.Type) is StructType))
        {
            return null;
        }

        return scope.FindRule(method) is { } rule ? OfNumbers(method, rule)
            : GeneratedBackwards.Find(method, scope) is { } backward && method.Parameters.Where((p, i) => backward.Derivatives[i] && TypeMapping.Map(p.Type).IsView).Count() <= 1 ? FromGenerated(method, backward)
            : null;
    }

    /// <summary>A rule over numbers alone is an expression; every other one is half of a pair.</summary>
    public static DerivativeCallTarget? OfNumbers(IMethodSymbol method, IMethodSymbol rule) =>
        method is { IsStatic: true, IsGenericMethod: false } && TypeMapping.Map(method.ReturnType).IsFloating
            && method.Parameters.All(static p => p.RefKind is not (RefKind.Ref or RefKind.Out) && TypeMapping.Map(p.Type) is ScalarType or OpaqueType)
            ? FromRule(method, rule)
            : null;

    private static DerivativeCallTarget FromRule(IMethodSymbol method, IMethodSymbol rule)
    {
        DerivativeCallParameter[] parameters = method.Parameters
            .Select((parameter, i) => new DerivativeCallParameter(TypeMapping.Map(parameter.Type), Carries(parameter) && !CallResolution.IsNoDiff(rule.Parameters[i])))
            .ToArray();
        return new DerivativeCallTarget(NameOf(method), NameOf(rule), null, parameters.ToEquatableArray());
    }

    private static DerivativeCallTarget FromGenerated(IMethodSymbol method, BackwardMethod backward)
    {
        DerivativeCallParameter[] parameters = method.Parameters
            .Select((parameter, i) => new DerivativeCallParameter(TypeMapping.Map(parameter.Type), backward.Derivatives[i]) { IsLeftOut = Carries(parameter) && !backward.Derivatives[i] })
            .ToArray();
        return new DerivativeCallTarget(NameOf(method), NameOf(backward.Method), TapeOverload(method) is { } tape && tape.Parameters.Select((p, i) => IsLifted(p) == parameters[i].HasDerivative).All(static same => same) ? NameOf(method) : null, parameters.ToEquatableArray()) { IsGenerated = true };
    }

    /// <summary>The method on the tape. Of the numbers that carry derivatives, those left out by WithRespectTo may be numbers there, too.</summary>
    public static IMethodSymbol? TapeOverload(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name)
        .OfType<IMethodSymbol>()
        .FirstOrDefault(other => !CallResolution.IsDifferentiable(other)
            && (other.ReturnType.ToDisplayString() == "Micrograd.Value" || (!TypeMapping.Map(method.ReturnType).IsFloating && Same(other.ReturnType, method.ReturnType)))
            && other.Parameters.Length == method.Parameters.Length
            && other.Parameters.Select((p, i) => (Carries(method.Parameters[i]) && IsLifted(p)) || Same(p.Type, method.Parameters[i].Type)).All(static same => same));

    /// <summary>A parameter of an overload on the tape takes nodes.</summary>
    public static bool IsLifted(IParameterSymbol parameter) => parameter.Type.ToDisplayString().Contains("Micrograd.Value");

    private static bool MayBeWritten(IParameterSymbol parameter) =>
        parameter.RefKind is RefKind.Ref or RefKind.Out || (TypeMapping.Map(parameter.Type) is ArrayType or SpanType { IsReadOnly: false } && Carries(parameter));

    public static bool Carries(IParameterSymbol parameter) => TypeMapping.Map(parameter.Type).IsDifferentiable && !CallResolution.IsNoDiff(parameter);

    private static bool Same(ITypeSymbol left, ITypeSymbol right) => SymbolEqualityComparer.Default.Equals(left, right);

    public static string NameOf(IMethodSymbol method) => TypeMapping.Qualify(method.ContainingType, method);
}
