using System.Text;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>
/// Writes the class through which reflection reaches a marked method and its derivatives: spans cannot be boxed, so every
/// argument crosses as a boxed scalar or an array, a struct as the array of its numbers, and what is written through <c>ref</c> and
/// <c>out</c> is put back.
/// </summary>
internal sealed class AdapterWriter
{
    private readonly IReadOnlyList<ProbeParameter> _parameters;
    private readonly AdapterTape? _tape;
    private readonly ProbeResult _result;
    private readonly string _target;
    private readonly string _typeArguments;
    private readonly bool _hasGradient;
    private readonly bool _hasBackward;

    public AdapterWriter(IMethodSymbol method, IReadOnlyList<ProbeParameter> parameters)
    {
        _parameters = parameters;
        _result = new ProbeResult(method);
        _target = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + method.Name;
        _typeArguments = method.IsGenericMethod ? $"<{string.Join(", ", method.TypeArguments.Select(static t => t.ToDisplayString()))}>" : "";
        _hasGradient = method.ContainingType.GetMembers(method.Name + "Gradient").Length > 0;
        _hasBackward = method.ContainingType.GetMembers(method.Name + "Backward").Length > 0;
        _tape = AdapterTape.TryCreate(method, parameters, _result, _target);
    }

    public string Write(string name)
    {
        StringBuilder text = new($$"""
            #nullable disable
            namespace Adapters
            {
                public static class {{name}}
                {
                    public static object Call(object[] a)
                    {
            {{Unpack()}}
            {{CallLine("", Arguments())}}
            {{PackArguments()}}
                        return {{_result.Handed("result")}};
                    }

            """);
        text.Append(ProbeShape.Functions).Append(_result.Functions);
        if (_hasGradient && _result.IsFloating)
        {
            text.Append(Derivative("Gradient", "out", null));
        }

        if (_hasBackward)
        {
            text.Append(Derivative("Backward", "ref", _result.HasUpstream ? _result.Upstream("seeds") : null));
            text.Append(Allocated());
        }

        if (_tape is not null)
        {
            text.Append(_tape.Write(Unpack(), UnpackDerivatives()));
        }

        return text.AppendLine("    }").AppendLine("}").ToString();
    }

    public static string Modifier(RefKind kind) => kind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In or RefKind.RefReadOnlyParameter => "in ", _ => "" };

    private string Unpack() => Lines(static (p, i) => p.IsVector
        ? $"{p.Element}[] p{i} = ({p.Element}[])a[{i}];"
        : p.RefKind == RefKind.Out ? $"{p.Element} p{i};"
        : $"{p.Element} p{i} = {Value(p, $"a[{i}]")};");

    private static string Value(ProbeParameter p, string boxed) => p.IsStrategy ? $"new {p.Element}()" : p.Shape is { } shape ? shape.Pack(k => $"((double[]){boxed})[{k}]") : $"({p.Element}){boxed}";

    private static string Handed(ProbeParameter p, string value) => p.Shape is { } shape
        ? $"new double[] {{ {string.Join(", ", shape.Leaves.Select(l => $"global::System.Convert.ToDouble({value}{l.Path})"))} }}"
        : value;

    private string PackArguments() => Lines(static (p, i) => p.RefKind is RefKind.Ref or RefKind.Out ? $"a[{i}] = {Handed(p, $"p{i}")};" : null);

    private string UnpackDerivatives() => Lines(static (p, i) => !p.HasDerivative ? null
        : p.IsVector ? $"{p.Element}[] d{i} = ({p.Element}[])d[{i}];" : $"{p.Element} d{i} = {Value(p, $"d[{i}]")};");

    private string PackDerivatives() => Lines(static (p, i) => p.HasDerivative && !p.IsVector ? $"d[{i}] = {Handed(p, $"d{i}")};" : null);

    private IEnumerable<string> Arguments() => _parameters.Select((p, i) => Modifier(p.RefKind) + "p" + i);

    private IEnumerable<string> Derivatives(string scalarModifier) => _parameters
        .Select((p, i) => (p, i))
        .Where(pair => pair.p.HasDerivative && !(scalarModifier == "out" && pair.p.RefKind == RefKind.Out))
        .Select(pair => (pair.p.IsVector ? "" : scalarModifier + " ") + "d" + pair.i);

    private string CallLine(string suffix, IEnumerable<string> arguments) =>
        $"            {(_result.Type is null ? "" : $"{_result.Type} result = ")}{_target}{suffix}{_typeArguments}({string.Join(", ", arguments)});";

    private string Derivative(string suffix, string modifier, string? upstream) => $$"""

                public static object {{suffix}}(object[] a, object[] d, double[] seeds)
                {
        {{Unpack()}}
        {{UnpackDerivatives()}}
        {{CallLine(suffix, [.. Arguments(), .. upstream is null ? Array.Empty<string>() : [upstream], .. Derivatives(modifier)])}}
        {{PackArguments()}}
        {{PackDerivatives()}}
                    return {{_result.Handed("result")}};
                }

        """;

    // Arguments are restored by copying in place, so that what is counted is the generated code's alone.
    private string Allocated() => $$"""

                public static long Allocated(object[] a, object[] d, double[] seeds, int warmUp, int repeats)
                {
        {{Unpack()}}
        {{UnpackDerivatives()}}
        {{Lines(static (p, i) => p.IsVector ? $"{p.Element}[] q{i} = ({p.Element}[])p{i}.Clone();" : p.RefKind == RefKind.Ref ? $"{p.Element} q{i} = p{i};" : null)}}
        {{(_result.HasUpstream ? $"            var upstream = {_result.Upstream("seeds")};" : "")}}
                    long before = 0;
                    for (int k = 0; k < warmUp + repeats; k++)
                    {
                        if (k == warmUp) { before = global::System.GC.GetAllocatedBytesForCurrentThread(); }
        {{Restore()}}
        {{(_hasGradient && _result.IsFloating ? $"                {_target}Gradient{_typeArguments}({string.Join(", ", [.. Arguments(), .. Derivatives("out")])});" : "")}}
        {{Restore()}}
                        {{_target}}Backward{{_typeArguments}}({{string.Join(", ", [.. Arguments(), .. _result.HasUpstream ? ["upstream"] : Array.Empty<string>(), .. Derivatives("ref")])}});
                    }

                    return global::System.GC.GetAllocatedBytesForCurrentThread() - before;
                }

        """;

    private string Restore() => Lines(static (p, i) => p.IsVector ? $"global::System.Array.Copy(q{i}, p{i}, p{i}.Length);"
        : p.RefKind == RefKind.Ref ? $"p{i} = q{i};" : null);

    private string Lines(Func<ProbeParameter, int, string?> line) => Lines(_parameters, line);

    public static string Lines(IReadOnlyList<ProbeParameter> parameters, Func<ProbeParameter, int, string?> line) =>
        string.Join("\n", parameters.Select(line).Where(static l => l is not null).Select(static l => "            " + l));
}
