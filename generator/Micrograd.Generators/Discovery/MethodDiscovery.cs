using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>A method marked [Differentiable]: its signature, or why it cannot be marked.</summary>
internal static class MethodDiscovery
{
    public static DiscoveredMethod Discover(IMethodSymbol marked, AttributeData attribute, Compilation compilation, CancellationToken cancellationToken)
    {
        // The attribute may stand on the declaring part of a partial method; the body is in the other.
        IMethodSymbol method = marked.PartialImplementationPart ?? marked;
        DifferentiableArguments arguments = new(attribute, cancellationToken);

        // Mid-edit: a type that does not bind is the compiler's to report.
        if (UnknownTypes.HasInFields(method.ReturnType) || method.Parameters.Any(static p => UnknownTypes.HasInFields(p.Type)) || UnfinishedDeclaration.Is(method))
        {
            return new(method, compilation, null, []);
        }

        List<Diagnostic> diagnostics = [];
        if (MarkableMethods.Refuse(method, cancellationToken) is Diagnostic refusal)
        {
            return new(method, compilation, null, [refusal]);
        }

        MethodSignature signature = SignatureBuilder.Build(method, arguments, cancellationToken);
        diagnostics.AddRange(ArgumentChecks.Check(method, signature, arguments));
        diagnostics.AddRange(NameChecks.Check(method, signature));
        diagnostics.AddRange(SignatureFence.Check(method, signature));
        if (diagnostics.Count == 0)
        {
            diagnostics.AddRange(InputAndOutput(method, signature));
        }

        // The signature is good, so the members exist and their callers stay quiet; what is wrong is said once.
        return new(method, compilation, diagnostics.Count == 0 ? signature : null, [.. diagnostics]);
    }

    private static IEnumerable<Diagnostic> InputAndOutput(IMethodSymbol method, MethodSignature signature)
    {
        Location place = method.Locations.FirstOrDefault() ?? Location.None;
        if (!signature.Parameters.Any(static p => p is { Role: ParameterRole.Independent, Mode: not ParameterMode.Out }))
        {
            yield return Diagnostic.Create(UsageDiagnostics.NoDifferentiatedInput, place, method.Name);
        }
        else if (!signature.ReturnType.IsDifferentiable && !signature.Parameters.Any(static p => p.IsWritable && p.Role != ParameterRole.Constant))
        {
            yield return Diagnostic.Create(UsageDiagnostics.NoDifferentiatedOutput, place, method.Name);
        }
    }
}
