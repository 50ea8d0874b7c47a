using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>The part of an adapter that calls the overload on the tape: leaves of the arguments' numbers in, their <c>Grad</c> out.</summary>
internal sealed class AdapterTape
{
    private const string Value = "global::Micrograd.Value";

    private readonly IReadOnlyList<ProbeParameter> _parameters;
    private readonly IMethodSymbol _tape;
    private readonly ProbeResult _result;
    private readonly string _target;

    private AdapterTape(IReadOnlyList<ProbeParameter> parameters, IMethodSymbol tape, ProbeResult result, string target) =>
        (_parameters, _tape, _result, _target) = (parameters, tape, result, target);

    public static AdapterTape? TryCreate(IMethodSymbol method, IReadOnlyList<ProbeParameter> parameters, ProbeResult result, string target) =>
        method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(c => IsLifted(c, method)) is { } tape
            ? new AdapterTape(parameters, tape, result, target)
            : null;

    public string Write(string unpack, string unpackDerivatives) => $$"""

                public static double[] Tape(object[] a, object[] d, double[] seeds)
                {
        {{unpack}}
        {{unpackDerivatives}}
        {{Lines((p, i) => IsValue(i) ? Lift(p, i) : null)}}
                    {{(_tape.ReturnsVoid ? "" : "var result = ")}}{{_target}}({{string.Join(", ", _parameters.Select((_, i) => AdapterWriter.Modifier(_tape.Parameters[i].RefKind) + (IsValue(i) ? "v" : "p") + i))}});
                    {{Value}} total = 0.0;
                    {{_result.Weigh("result", "seeds")}}
        {{Lines((p, i) => IsValue(i) ? Weigh(p, i) : null)}}
                    total.Backward();
        {{Lines((p, i) => IsValue(i) ? Collect(p, i) : null)}}
                    return {{_result.Numbers("result")}};
                }

        """;

    private static bool IsLifted(IMethodSymbol candidate, IMethodSymbol method) =>
        candidate.Parameters.Length == method.Parameters.Length
        && candidate.Parameters.Any(static p => IsValue(p.Type))
        && candidate.Parameters.Zip(method.Parameters).All(static pair =>
            SymbolEqualityComparer.Default.Equals(pair.First.Type, pair.Second.Type)
            || (IsValue(pair.First.Type) && pair.First.Type.TypeKind == pair.Second.Type.TypeKind && pair.First.Type.Name == pair.Second.Type.Name)
            || (IsValue(pair.First.Type) && ProbeShape.TryFind(pair.Second.Type) is not null)
            || pair.First.Type.Name == "Value");

    private bool IsValue(int parameter) => IsValue(_tape.Parameters[parameter].Type);

    private static bool IsValue(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Name == "Value",
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(static e => IsValue(e.Type)),
        INamedTypeSymbol { TypeArguments: [{ Name: "Value" }] } => true,
        _ => type.Name == "Value",
    };

    private string Lift(ProbeParameter p, int i)
    {
        string Leaf(string number) => p.HasDerivative ? $"new {Value}({number})" : $"({Value})(double)({number})";
        if (p.Shape is { } shape)
        {
            string leaves = string.Join(", ", shape.Leaves.Select(l => p.RefKind == RefKind.Out || !l.IsFloating ? $"new {Value}(0)" : Leaf($"p{i}{l.Path}")));
            string type = _tape.Parameters[i].Type.ToDisplayString();
            return $"{Value}[] l{i} = {{ {leaves} }}; {type} v{i}{(p.RefKind == RefKind.Out ? "" : " = " + shape.PackLifted(k => $"l{i}[{k}]", $"p{i}"))};";
        }

        return p.IsVector
            ? $"{Value}[] l{i} = new {Value}[p{i}.Length]; for (int k = 0; k < l{i}.Length; k++) {{ l{i}[k] = {Leaf($"p{i}[k]")}; }} {Value}[] v{i} = ({Value}[])l{i}.Clone();"
            : p.RefKind == RefKind.Out ? $"{Value} l{i} = new {Value}(0); {Value} v{i};"
            : $"{Value} l{i} = {Leaf($"p{i}")}; {Value} v{i} = l{i};";
    }

    // The adjoint that a derivative argument holds on entry belongs to the exit value where the caller sees it, else to the entry value.
    private static string? Weigh(ProbeParameter p, int i) => !p.HasDerivative ? null
        : p.Shape is { } shape ? string.Concat(shape.Leaves.Select((l, k) => !l.IsFloating ? "" : $"total = total + {(p.CarriesUpstream ? $"v{i}{l.LiftedPath}" : $"l{i}[{k}]")} * (double)d{i}{l.Path}; "))
        : p.IsVector ? $"for (int k = 0; k < v{i}.Length; k++) {{ total = total + {(p.CarriesUpstream ? "v" : "l")}{i}[k] * (double)d{i}[k]; }}"
        : $"total = total + {(p.CarriesUpstream ? "v" : "l")}{i} * (double)d{i};";

    private static string? Collect(ProbeParameter p, int i) => !p.HasDerivative ? null
        : p.Shape is not null ? $"d[{i}] = global::System.Array.ConvertAll(l{i}, static x => x.Grad);"
        : p.IsVector ? $"for (int k = 0; k < l{i}.Length; k++) {{ d{i}[k] = ({p.Element})l{i}[k].Grad; }}"
        : $"d[{i}] = ({p.Element})l{i}.Grad;";

    private string Lines(Func<ProbeParameter, int, string?> line) => AdapterWriter.Lines(_parameters, line);
}
