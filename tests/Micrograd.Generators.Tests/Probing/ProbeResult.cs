using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>
/// What a marked method returns, and how its adjoint is made: every floating-point number in it has an entry in <c>seeds</c>.
/// </summary>
internal sealed class ProbeResult(IMethodSymbol method)
{
    private readonly ProbeArray? _array = ProbeArray.TryFind(method.ReturnType);

    /// <summary>The type as C#; null for <c>void</c>.</summary>
    public string? Type { get; } = method.ReturnsVoid ? null : ProbeArray.TryFind(method.ReturnType)?.Type ?? method.ReturnType.ToDisplayString();

    public ProbeShape? Shape { get; } = method.ReturnsVoid ? null : ProbeShape.TryFind(method.ReturnType);

    public bool IsFloating => Type is "double" or "float";

    public bool IsArray => _array is not null;

    public bool HasUpstream => IsFloating || Shape is not null || IsArray;

    public bool IsSinglePrecision => Type == "float" || Element == "float" || Shape?.Leaves.Any(static l => l.Type == "float") == true;

    private string? Element => _array?.Element;

    /// <summary>What the adapter needs besides: the shape of an array of more than one dimension is known from the value alone.</summary>
    public string Functions => _array?.Functions ?? "";

    /// <summary>C# that hands the value over: a boxed scalar, or an array of its numbers.</summary>
    public string Handed(string result) => Shape is { } shape
        ? $"new double[] {{ {string.Join(", ", shape.Leaves.Select(l => $"global::System.Convert.ToDouble({result}{l.Path})"))} }}"
        : _array is not null ? $"Handed({result})"
        : Type is null ? "null" : result;

    /// <summary>C# for the adjoint of the value.</summary>
    public string Upstream(string seeds) => Shape is { } shape ? shape.Pack(i => shape.Leaves[i].IsFloating ? $"{seeds}[{i}]" : "0")
        : _array is not null ? $"Upstream({seeds})"
        : $"({Type}){seeds}[0]";

    /// <summary>C# that adds the value on the tape, times its adjoint, to <c>total</c>.</summary>
    public string Weigh(string result, string seeds) => Shape is { } shape
        ? string.Concat(shape.Leaves.Select((l, i) => l.IsFloating ? $"total = total + {result}{l.LiftedPath} * {seeds}[{i}]; " : ""))
        : _array is not null ? $"int s = 0; foreach (global::Micrograd.Value node in Nodes({result})) {{ total = total + node * {seeds}[s++]; }}"
        : IsFloating ? $"total = total + {result} * {seeds}[0];" : "";

    /// <summary>C# for the numbers of the value on the tape; those that it does not hold are NaN.</summary>
    public string Numbers(string result) => Shape is { } shape
        ? $"new double[] {{ {string.Join(", ", shape.Leaves.Select(l => l.IsFloating ? $"{result}{l.LiftedPath}.Data" : "double.NaN"))} }}"
        : _array is not null ? $"global::System.Array.ConvertAll(Nodes({result}), static x => x.Data)"
        : IsFloating ? $"new double[] {{ {result}.Data }}" : "new double[0]";
}
