using Micrograd.Generators.Diagnostics;
using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>Members of the user's whose names are needed for generated members, now or in a later version.</summary>
internal static class NameChecks
{
    private static readonly string[] Suffixes = ["Gradient", "Backward", "Forward", "Reverse"];

    public static IEnumerable<Diagnostic> Check(IMethodSymbol method, MethodSignature signature)
    {
        if (!signature.Options.Gradient)
        {
            yield break;
        }

        foreach (string suffix in Suffixes)
        {
            string name = method.Name + suffix;
            foreach (ISymbol member in method.ContainingType.GetMembers(name).Where(m => !m.IsImplicitlyDeclared))
            {
                yield return Diagnostic.Create(
                    UsageDiagnostics.GeneratedNameTaken, member.Locations.FirstOrDefault() ?? Location.None, name, method.Name);
            }
        }
    }
}
