using System.Globalization;
using System.Text.Json;

namespace Micrograd.Generators.Tests.Cases;

/// <summary>One line of Data/cases.jsonl: a C# function with an independently computed result.</summary>
internal sealed class Case(JsonElement json)
{
    private static readonly Lazy<IReadOnlyDictionary<string, Case>> Lines = new(Read);

    public static IReadOnlyDictionary<string, Case> All => Lines.Value;

    public string Id => Text("id")!;

    public string Kind => Text("kind")!;

    public string Source => Text("csharp")!;

    public string? Call => Text("call");

    public string? Severity => Text("severity");

    public IReadOnlyList<string> Active => [.. json.GetProperty("active").EnumerateArray().Select(static a => a.GetString()!)];

    public double[] Point => [.. json.GetProperty("point").EnumerateArray().Select(Number)];

    public double ExpectedValue => Number(json.GetProperty("expected_value"));

    public double[] ExpectedGradient => [.. json.GetProperty("expected_grad").EnumerateArray().Select(Number)];

    /// <summary>Of a tape case: the gradient by variable name.</summary>
    public IReadOnlyDictionary<string, double> ExpectedGradientByName =>
        json.GetProperty("expected_grad").EnumerateObject().ToDictionary(static p => p.Name, static p => Number(p.Value));

    public double RelativeTolerance => Tolerance("tol") ?? 1e-12;

    public double AbsoluteTolerance => Tolerance("abs_tol") ?? 0.0;

    public static IEnumerable<string> OfKind(params string[] kinds) => All.Values.Where(c => kinds.Contains(c.Kind)).Select(static c => c.Id);

    public bool IsExpected(double expected, double actual) =>
        actual.Equals(expected)
        || Math.Abs(expected - actual) <= Math.Max(AbsoluteTolerance, RelativeTolerance * Math.Abs(expected));

    private static double Number(JsonElement element) => element.ValueKind == JsonValueKind.String
        ? double.Parse(element.GetString()!, CultureInfo.InvariantCulture)
        : element.GetDouble();

    private static Dictionary<string, Case> Read()
    {
        using StreamReader reader = new(typeof(Case).Assembly.GetManifestResourceStream("cases.jsonl")!);
        Dictionary<string, Case> cases = [];
        while (reader.ReadLine() is { } line)
        {
            Case read = new(JsonDocument.Parse(line).RootElement);
            cases.Add(read.Id, read);
        }

        return cases;
    }

    private string? Text(string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private double? Tolerance(string name) =>
        json.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;
}
