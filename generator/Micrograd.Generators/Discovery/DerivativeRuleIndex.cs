using System.Runtime.CompilerServices;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Discovery;

/// <summary>A method marked [DerivativeOf]: whose derivative it is, and which method it is, both by name.</summary>
internal sealed record DerivativeRuleEntry(string TargetType, string TargetMethod, string RuleId);

/// <summary>The [DerivativeOf] rules within reach: of the source, and of those referenced assemblies that themselves reference the runtime library.</summary>
internal static class DerivativeRuleIndex
{
    private const string Runtime = "Micrograd";

    // References keep their symbols from one edit to the next, so each assembly is read once.
    private static readonly ConditionalWeakTable<IAssemblySymbol, StrongBox<EquatableArray<DerivativeRuleEntry>>> Read = new();

    public static EquatableArray<DerivativeRuleEntry> OfReferences(Compilation compilation, CancellationToken cancellationToken)
    {
        List<DerivativeRuleEntry> entries = [];
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols.Where(ReferencesRuntime))
        {
            cancellationToken.ThrowIfCancellationRequested();
            entries.AddRange(Read.GetValue(assembly, static read => new(Rules(read.GlobalNamespace).ToEquatableArray())).Value);
        }

        return entries.ToEquatableArray();
    }

    /// <summary>The entries of one method: it may be the rule of several.</summary>
    public static IEnumerable<DerivativeRuleEntry> OfMethod(IMethodSymbol method) =>
        from attribute in method.MethodKind == MethodKind.Ordinary ? method.GetAttributes() : []
        where attribute.AttributeClass?.ToDisplayString() == AttributeNames.DerivativeOf
        where attribute.ConstructorArguments is [{ Value: INamedTypeSymbol }, { Value: string }]
        select new DerivativeRuleEntry(
            TypeText.Of(((INamedTypeSymbol)attribute.ConstructorArguments[0].Value!).OriginalDefinition),
            (string)attribute.ConstructorArguments[1].Value!,
            IdOf(method));

    /// <summary>By which a rule is known where no symbol can be kept.</summary>
    public static string IdOf(IMethodSymbol rule) => rule.OriginalDefinition.GetDocumentationCommentId() ?? rule.Name;

    private static bool ReferencesRuntime(IAssemblySymbol assembly) =>
        assembly.Modules.Any(static module => module.ReferencedAssemblies.Any(static identity => identity.Name == Runtime));

    private static IEnumerable<DerivativeRuleEntry> Rules(INamespaceOrTypeSymbol container)
    {
        foreach (ISymbol member in container.GetMembers())
        {
            IEnumerable<DerivativeRuleEntry> found = member switch
            {
                INamespaceOrTypeSymbol nested => Rules(nested),
                IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: true, ReturnsVoid: true } method => OfMethod(method),
                _ => [],
            };
            foreach (DerivativeRuleEntry entry in found)
            {
                yield return entry;
            }
        }
    }
}
