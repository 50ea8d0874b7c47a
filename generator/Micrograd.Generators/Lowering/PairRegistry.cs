using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>The pairs that one marked method needs, as they are found while it and they are lowered.</summary>
internal sealed class PairRegistry(string className, string typeArguments)
{
    private readonly Dictionary<string, (PairTarget Target, INamedTypeSymbol Home)> _pairs = [];
    private readonly List<PairedMethod> _lowered = [];

    public EquatableArray<PairedMethod> Lowered => _lowered.ToEquatableArray();

    /// <summary>A registry for a marked method: its pairs stand in a nested class that is named after it.</summary>
    public static PairRegistry For(MethodSignature signature)
    {
        int dash = signature.HintName.LastIndexOf('-');
        string hash = dash < 0 ? "0" : signature.HintName.Substring(dash + 1).Split('.')[0];
        return new PairRegistry($"{signature.Name}Derivatives_{hash}", signature.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", signature.TypeParameters)}>");
    }

    /// <summary>The pair by the name that it has in the type <paramref name="from"/>; null if there is none yet.</summary>
    public PairTarget? Find(string key, INamedTypeSymbol from) =>
        !_pairs.TryGetValue(key, out (PairTarget Target, INamedTypeSymbol Home) pair) ? null
        : SymbolEqualityComparer.Default.Equals(pair.Home.OriginalDefinition, from) ? pair.Target
        : pair.Target.In(TypeMapping.Qualify(pair.Home));

    /// <summary>Registers a method before its body is lowered, so that a call of itself in it finds it.</summary>
    /// <param name="key">Tells methods apart.</param>
    /// <param name="home">The type that the pair stands in.</param>
    /// <param name="name">The method's name.</param>
    /// <param name="method">The method as C#, if it can be called with the pair's parameters.</param>
    /// <param name="parameters">The pair's parameters.</param>
    /// <param name="leftOut">Those whose derivative is missing.</param>
    /// <param name="changesState">The method may change what it is not given.</param>
    public PairTarget Add(string key, INamedTypeSymbol home, string name, string? method, IEnumerable<IrParameter> parameters, HashSet<int>? leftOut = null, bool changesState = false)
    {
        int same = _pairs.Values.Count(p => p.Target.Name == $"{className}.{name}" || p.Target.Name.StartsWith($"{className}.{name}_", StringComparison.Ordinal));
        string stem = $"{className}.{name}{(same == 0 ? "" : $"_{same + 1}")}";
        PairTarget target = new(key, stem, method, parameters.Select((p, i) => new PairParameter(p.Local.Type, p.Role == ParameterRole.Independent) { IsLeftOut = leftOut?.Contains(i) == true }).ToEquatableArray())
        {
            ChangesState = changesState,
            Forward = $"{stem}Forward{typeArguments}",
            Reverse = $"{stem}Reverse{typeArguments}",
        };
        _pairs[key] = (target, home);
        return target;
    }

    public void AddLowered(PairedMethod method) => _lowered.Add(method);

    /// <summary>Tells methods apart, and constructions of one generic method.</summary>
    public static string KeyOf(IMethodSymbol method) =>
        $"{method.OriginalDefinition.GetDocumentationCommentId() ?? method.OriginalDefinition.ToDisplayString()} of {TypeMapping.Qualify(method.ContainingType)}<{string.Join(", ", method.TypeArguments.Select(TypeMapping.Qualify))}>";
}
