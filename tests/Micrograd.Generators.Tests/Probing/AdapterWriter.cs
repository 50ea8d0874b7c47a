using System.Text;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>
/// Writes the class through which reflection reaches a marked method and its derivatives: spans cannot be boxed, so every
/// argument crosses as a boxed scalar or an array, and what is written through <c>ref</c> and <c>out</c> is put back.
/// </summary>
internal sealed class AdapterWriter
{
    private readonly IMethodSymbol _method;
    private readonly IReadOnlyList<ProbeParameter> _parameters;
    private readonly IMethodSymbol? _tape;
    private readonly string _target;
    private readonly string _typeArguments;
    private readonly string? _return;
    private readonly bool _hasGradient;
    private readonly bool _hasBackward;

    public AdapterWriter(IMethodSymbol method, IReadOnlyList<ProbeParameter> parameters)
    {
        _method = method;
        _parameters = parameters;
        _target = method.ContainingType.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) + "." + method.Name;
        _typeArguments = method.IsGenericMethod ? $"<{string.Join(", ", method.TypeArguments.Select(static t => t.ToDisplayString()))}>" : "";
        _return = method.ReturnsVoid ? null : method.ReturnType.ToDisplayString();
        _hasGradient = method.ContainingType.GetMembers(method.Name + "Gradient").Length > 0;
        _hasBackward = method.ContainingType.GetMembers(method.Name + "Backward").Length > 0;
        _tape = method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().FirstOrDefault(IsLifted);
    }

    private bool ReturnsFloating => _return is "double" or "float";

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
                        return {{(_return is null ? "null" : "result")}};
                    }

            """);
        if (_hasGradient && ReturnsFloating)
        {
            text.Append(Derivative("Gradient", "out", ""));
        }

        if (_hasBackward)
        {
            text.Append(Derivative("Backward", "ref", ReturnsFloating ? "upstream" : ""));
            text.Append(Allocated());
        }

        if (_tape is not null)
        {
            text.Append(Tape(_tape));
        }

        return text.AppendLine("    }").AppendLine("}").ToString();
    }

    private bool IsLifted(IMethodSymbol candidate) =>
        candidate.Parameters.Length == _parameters.Count
        && candidate.Parameters.Any(static p => IsValue(p.Type))
        && candidate.Parameters.Zip(_method.Parameters).All(static pair =>
            SymbolEqualityComparer.Default.Equals(pair.First.Type, pair.Second.Type)
            || (IsValue(pair.First.Type) && pair.First.Type.TypeKind == pair.Second.Type.TypeKind && pair.First.Type.Name == pair.Second.Type.Name)
            || pair.First.Type.Name == "Value");

    private static bool IsValue(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => array.ElementType.Name == "Value",
        INamedTypeSymbol { TypeArguments: [{ Name: "Value" }] } => true,
        _ => type.Name == "Value",
    };

    private string Unpack() => Lines(static (p, i) => p.IsVector
        ? $"{p.Element}[] p{i} = ({p.Element}[])a[{i}];"
        : p.RefKind == RefKind.Out ? $"{p.Element} p{i};" : $"{p.Element} p{i} = ({p.Element})a[{i}];");

    private string PackArguments() => Lines(static (p, i) => p.RefKind is RefKind.Ref or RefKind.Out ? $"a[{i}] = p{i};" : null);

    private string UnpackDerivatives() => Lines(static (p, i) => !p.HasDerivative ? null
        : p.IsVector ? $"{p.Element}[] d{i} = ({p.Element}[])d[{i}];" : $"{p.Element} d{i} = ({p.Element})d[{i}];");

    private string PackDerivatives() => Lines(static (p, i) => p.HasDerivative && !p.IsVector ? $"d[{i}] = d{i};" : null);

    private IEnumerable<string> Arguments(string prefix = "p") => _parameters.Select((p, i) => Modifier(p.RefKind) + prefix + i);

    private IEnumerable<string> Derivatives(string scalarModifier) => _parameters
        .Select((p, i) => (p, i))
        .Where(pair => pair.p.HasDerivative && !(scalarModifier == "out" && pair.p.RefKind == RefKind.Out))
        .Select(pair => (pair.p.IsVector ? "" : scalarModifier + " ") + "d" + pair.i);

    private string CallLine(string suffix, IEnumerable<string> arguments) =>
        $"            {(_return is null ? "" : $"{_return} result = ")}{_target}{suffix}{_typeArguments}({string.Join(", ", arguments)});";

    private string Derivative(string suffix, string modifier, string upstream) => $$"""

                public static object {{suffix}}(object[] a, object[] d, double seed)
                {
        {{Unpack()}}
        {{UnpackDerivatives()}}
        {{(upstream == "" ? "" : $"            {_return} upstream = ({_return})seed;")}}
        {{CallLine(suffix, [.. Arguments(), .. upstream == "" ? Array.Empty<string>() : [upstream], .. Derivatives(modifier)])}}
        {{PackArguments()}}
        {{PackDerivatives()}}
                    return {{(_return is null ? "null" : "result")}};
                }

        """;

    // Arguments are restored by copying in place, so that what is counted is the generated code's alone.
    private string Allocated() => $$"""

                public static long Allocated(object[] a, object[] d, int warmUp, int repeats)
                {
        {{Unpack()}}
        {{UnpackDerivatives()}}
        {{Lines(static (p, i) => p.IsVector ? $"{p.Element}[] q{i} = ({p.Element}[])p{i}.Clone();" : null)}}
                    long before = 0;
                    for (int k = 0; k < warmUp + repeats; k++)
                    {
                        if (k == warmUp) { before = global::System.GC.GetAllocatedBytesForCurrentThread(); }
        {{Restore()}}
        {{(_hasGradient && ReturnsFloating ? $"                {_target}Gradient{_typeArguments}({string.Join(", ", [.. Arguments(), .. Derivatives("out")])});" : "")}}
        {{Restore()}}
                        {{_target}}Backward{{_typeArguments}}({{string.Join(", ", [.. Arguments(), .. ReturnsFloating ? ["1"] : Array.Empty<string>(), .. Derivatives("ref")])}});
                    }

                    return global::System.GC.GetAllocatedBytesForCurrentThread() - before;
                }

        """;

    private string Restore() => Lines(static (p, i) => p.IsVector ? $"global::System.Array.Copy(q{i}, p{i}, p{i}.Length);"
        : p.RefKind == RefKind.Ref ? $"p{i} = ({p.Element})a[{i}];" : null);

    private string Tape(IMethodSymbol tape) => $$"""

                public static double Tape(object[] a, object[] d, double seed)
                {
        {{Unpack()}}
        {{UnpackDerivatives()}}
        {{Lines((p, i) => Lift(p, i, tape))}}
                    {{(tape.ReturnsVoid ? "" : "var result = ")}}{{_target}}({{string.Join(", ", _parameters.Select((_, i) => Modifier(tape.Parameters[i].RefKind) + (IsValue(tape.Parameters[i].Type) ? "v" : "p") + i))}});
                    global::Micrograd.Value total = 0.0;
        {{(ReturnsFloating ? "            total = total + result * seed;" : "")}}
        {{Lines((p, i) => IsValue(tape.Parameters[i].Type) ? Weigh(p, i) : null)}}
                    total.Backward();
        {{Lines((p, i) => IsValue(tape.Parameters[i].Type) ? Collect(p, i) : null)}}
                    return {{(ReturnsFloating ? "result.Data" : "total.Data")}};
                }

        """;

    private static string? Lift(ProbeParameter p, int i, IMethodSymbol tape)
    {
        if (!IsValue(tape.Parameters[i].Type))
        {
            return null;
        }

        string leaf = p.HasDerivative ? "new global::Micrograd.Value({0})" : "(global::Micrograd.Value)(double)({0})";
        return p.IsVector
            ? $"global::Micrograd.Value[] l{i} = new global::Micrograd.Value[p{i}.Length]; for (int k = 0; k < l{i}.Length; k++) {{ l{i}[k] = {string.Format(null, leaf, $"p{i}[k]")}; }} global::Micrograd.Value[] v{i} = (global::Micrograd.Value[])l{i}.Clone();"
            : p.RefKind == RefKind.Out ? $"global::Micrograd.Value l{i} = new global::Micrograd.Value(0); global::Micrograd.Value v{i};"
            : $"global::Micrograd.Value l{i} = {string.Format(null, leaf, $"p{i}")}; global::Micrograd.Value v{i} = l{i};";
    }

    // The adjoint that a derivative argument holds on entry belongs to the exit value where the caller sees it, else to the entry value.
    private static string? Weigh(ProbeParameter p, int i) => !p.HasDerivative ? null
        : p.IsVector ? $"for (int k = 0; k < v{i}.Length; k++) {{ total = total + {(p.CarriesUpstream ? "v" : "l")}{i}[k] * (double)d{i}[k]; }}"
        : $"total = total + {(p.CarriesUpstream ? "v" : "l")}{i} * (double)d{i};";

    private static string? Collect(ProbeParameter p, int i) => !p.HasDerivative ? null
        : p.IsVector ? $"for (int k = 0; k < l{i}.Length; k++) {{ d{i}[k] = ({p.Element})l{i}[k].Grad; }}"
        : $"d[{i}] = ({p.Element})l{i}.Grad;";

    private static string Modifier(RefKind kind) => kind switch { RefKind.Ref => "ref ", RefKind.Out => "out ", RefKind.In or RefKind.RefReadOnlyParameter => "in ", _ => "" };

    private string Lines(Func<ProbeParameter, int, string?> line) =>
        string.Join("\n", _parameters.Select(line).Where(static l => l is not null).Select(static l => "            " + l));
}
