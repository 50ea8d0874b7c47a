using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Lowering;

/// <summary>The pairs that one marked method needs, as they are found while it and they are lowered.</summary>
internal sealed class PairRegistry(string className, string typeArguments)
{
    private readonly Dictionary<string, PairTarget> _targets = [];
    private readonly List<PairedMethod> _lowered = [];

    public EquatableArray<PairedMethod> Lowered => _lowered.ToEquatableArray();

    /// <summary>A registry for a marked method: its pairs stand in a nested class that is named after it.</summary>
    public static PairRegistry For(MethodSignature signature)
    {
        int dash = signature.HintName.LastIndexOf('-');
        string hash = dash < 0 ? "0" : signature.HintName.Substring(dash + 1).Split('.')[0];
        return new PairRegistry($"{signature.Name}Derivatives_{hash}", signature.TypeParameters.Count == 0 ? "" : $"<{string.Join(", ", signature.TypeParameters)}>");
    }

    public PairTarget? Find(string key) => _targets.TryGetValue(key, out PairTarget? target) ? target : null;

    /// <summary>Registers a method before its body is lowered, so that a call of itself in it finds it. <paramref name="leftOut"/>: the parameters whose derivative is missing.</summary>
    public PairTarget Add(string key, string name, string? method, IEnumerable<IrParameter> parameters, HashSet<int>? leftOut = null)
    {
        int same = _targets.Values.Count(t => t.Name == $"{className}.{name}" || t.Name.StartsWith($"{className}.{name}_", StringComparison.Ordinal));
        string stem = $"{className}.{name}{(same == 0 ? "" : $"_{same + 1}")}";
        PairTarget target = new(key, stem, method, parameters.Select((p, i) => new PairParameter(p.Local.Type, p.Role == ParameterRole.Independent) { IsLeftOut = leftOut?.Contains(i) == true }).ToEquatableArray())
        {
            Forward = $"{stem}Forward{typeArguments}",
            Reverse = $"{stem}Reverse{typeArguments}",
        };
        _targets[key] = target;
        return target;
    }

    public void AddLowered(PairedMethod method) => _lowered.Add(method);

    /// <summary>Tells methods apart, and constructions of one generic method.</summary>
    public static string KeyOf(IMethodSymbol method) =>
        $"{method.OriginalDefinition.GetDocumentationCommentId() ?? method.OriginalDefinition.ToDisplayString()} of {TypeMapping.Qualify(method.ContainingType)}<{string.Join(", ", method.TypeArguments.Select(TypeMapping.Qualify))}>";
}
