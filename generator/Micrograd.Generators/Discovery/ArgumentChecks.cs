using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>What a [Differentiable] asks for: inputs that exist and can be differentiated, derivatives that this version has.</summary>
internal static class ArgumentChecks
{
    private static readonly (int Flag, string Name)[] LaterDerivatives =
    [
        (4, "Derivatives.Jvp"), (8, "Derivatives.Jacobian"), (16, "Derivatives.Hvp"), (32, "Derivatives.Hessian"),
    ];

    public static IEnumerable<Diagnostic> Check(IMethodSymbol method, MethodSignature signature, DifferentiableArguments arguments)
    {
        List<string> later = [.. LaterDerivatives.Where(d => (arguments.Derivatives & d.Flag) != 0).Select(static d => d.Name)];
        if (later.Count > 0)
        {
            yield return Diagnostic.Create(
                UsageDiagnostics.DerivativeNotAvailable, arguments.DerivativesLocation, string.Join(", ", later), method.Name);
        }

        foreach (string option in arguments.LaterOptions)
        {
            yield return Diagnostic.Create(UsageDiagnostics.DerivativeNotAvailable, arguments.OptionLocation(option), option, method.Name);
        }

        for (int i = 0; i < arguments.WithRespectTo.Length; i++)
        {
            if (CheckInput(method, signature, arguments.WithRespectTo[i], arguments.WithRespectToLocation(i)) is Diagnostic diagnostic)
            {
                yield return diagnostic;
            }
        }
    }

    private static Diagnostic? CheckInput(IMethodSymbol method, MethodSignature signature, string name, Location place)
    {
        IrParameter? parameter = signature.Parameters.FirstOrDefault(p => p.State is null && p.Local.Name == name);
        if (parameter is null)
        {
            string known = string.Join(", ", signature.Parameters.Where(static p => p.State is null && p.Role != ParameterRole.Constant).Select(static p => p.Local.Name));
            return Diagnostic.Create(UsageDiagnostics.UnknownParameterName, place, name, method.Name, known.Length > 0 ? known : "none can be differentiated");
        }

        if (parameter.Role != ParameterRole.Constant)
        {
            return null;
        }

        return parameter.Local.Type.IsDifferentiable
            ? Diagnostic.Create(UsageDiagnostics.ParameterNotDifferentiable, place, name, "is [NoDiff]", method.Name, ", or remove [NoDiff]")
            : Diagnostic.Create(UsageDiagnostics.ParameterNotDifferentiable, place, name, $"is of type {parameter.TypeText}, which carries no derivative", method.Name, "");
    }
}
