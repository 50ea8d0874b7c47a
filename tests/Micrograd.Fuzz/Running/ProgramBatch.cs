using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Micrograd.Fuzz.Programs;
using Micrograd.Generators.Tests.Probing;
using Microsoft.CodeAnalysis;

namespace Micrograd.Fuzz.Running;

/// <summary>Many programs in one compilation for each variant; what fails is taken out and does not take the others with it.</summary>
internal sealed partial class ProgramBatch
{
    private const string Tracing = """
        namespace Samples;

        [System.AttributeUsage(System.AttributeTargets.Method)]
        public sealed class TracedAttribute : System.Attribute { }

        public static class Path
        {
            [System.ThreadStatic]
            private static ulong _hash;

            public static ulong Take() { ulong taken = _hash; _hash = 0; return taken; }

            public static bool Of(bool decision) { Note(decision ? 1UL : 2UL); return decision; }

            public static int Of(int decision) { Note(unchecked((ulong)decision + 3UL)); return decision; }

            public static double Of(double step) { Note(unchecked((ulong)System.BitConverter.DoubleToInt64Bits(step))); return step; }

            public static float Of(float step) => (float)Of((double)step);

            private static void Note(ulong decision) => _hash = unchecked(((_hash ^ decision) * 1099511628211UL) + 1UL);
        }
        """;

    private readonly List<Failure> _failures = [];
    private readonly List<(FuzzProgram Program, string Id)> _refused = [];

    private ProgramBatch()
    {
    }

    public IReadOnlyList<CompiledProgram> Compiled { get; private set; } = [];

    public IReadOnlyList<Failure> Failures => _failures;

    /// <summary>Programs that the generator reports a diagnostic for, with its id.</summary>
    public IReadOnlyList<(FuzzProgram Program, string Id)> Refused => _refused;

    public static ProgramBatch Compile(IReadOnlyList<FuzzProgram> programs, IReadOnlyList<Variant>? variants = null)
    {
        ProgramBatch batch = new();
        variants ??= Variant.All;
        HashSet<string> onTape = [];
        Dictionary<string, GradientProbe> probes = [];
        foreach (Variant variant in variants)
        {
            probes[variant.Name] = batch.Load(ref programs, variant, isTraced: variant == variants[0], onTape);
        }

        Func<ulong> takePath = probes[variants[0].Name].Assembly.GetType("Samples.Path")!.GetMethod("Take")!.CreateDelegate<Func<ulong>>();
        batch.Compiled =
        [
            .. programs.Select(p => new CompiledProgram(
                p,
                variants.ToDictionary(static v => v.Name, v => probes[v.Name][p.MethodName]),
                probes[variants[0].Name][p.MethodName + "Traced"],
                takePath,
                onTape.Contains(p.Id))),
        ];
        return batch;
    }

    /// <summary>What the generator finds wrong with itself, without compiling what it writes.</summary>
    public static IReadOnlyList<Failure> Generate(IReadOnlyList<FuzzProgram> programs, Variant variant)
    {
        ProgramBatch batch = new();
        _ = batch.Refusals(ProbeCompilation.Create(Trees(programs, variant, isTraced: false), variant.Settings), programs, variant).Count();
        return batch._failures;
    }

    private GradientProbe Load(ref IReadOnlyList<FuzzProgram> programs, Variant variant, bool isTraced, HashSet<string> onTape)
    {
        while (true)
        {
            ProbeCompilation compilation = ProbeCompilation.Create([.. Trees(programs, variant, isTraced), ProbeCompilation.Parse(Tracing, "Tracing.cs")], variant.Settings);
            if (compilation.Run.Results.FirstOrDefault(static r => r.Exception is not null).Exception is { } exception)
            {
                throw new InvalidOperationException("The generator threw.", exception);
            }

            onTape.UnionWith(compilation.GeneratorDiagnostics.Where(static d => d.Id == "MGRAD0300").Select(static d => IdOf(d.Location.SourceTree!)));
            HashSet<string> left = [.. Refusals(compilation, programs, variant)];
            if (left.Count == 0)
            {
                if (GradientProbe.TryLoad(compilation, "TracedAttribute", out ImmutableArray<Diagnostic> found) is { } probe)
                {
                    return probe;
                }

                left.UnionWith(Problems(found, compilation, programs, variant));
                if (left.Count == 0)
                {
                    throw new InvalidOperationException(compilation.Describe(found));
                }
            }

            programs = [.. programs.Where(p => !left.Contains(p.Id))];
        }
    }

    private static IEnumerable<SyntaxTree> Trees(IEnumerable<FuzzProgram> programs, Variant variant, bool isTraced)
    {
        foreach (FuzzProgram program in programs)
        {
            yield return ProbeCompilation.Parse(ProgramPrinter.Print(program, variant.Names, variant.IsVisible, variant.Attribute), program.Type + ".cs");
            if (isTraced)
            {
                yield return ProbeCompilation.Parse(ProgramPrinter.PrintTraced(program), program.Type + "Traced.cs");
            }
        }
    }

    private IEnumerable<string> Refusals(ProbeCompilation compilation, IEnumerable<FuzzProgram> programs, Variant variant)
    {
        foreach (Diagnostic diagnostic in compilation.GeneratorDiagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error && !IsWarning(d)))
        {
            string id = IdOf(diagnostic.Location.SourceTree ?? throw new InvalidOperationException(diagnostic.ToString()));
            FuzzProgram program = programs.First(p => p.Id == id);
            if (diagnostic.Id.StartsWith("MGRAD90", StringComparison.Ordinal))
            {
                _failures.Add(new Failure(program, $"{diagnostic.Id} in {variant.Name}", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)));
            }
            else
            {
                _refused.Add((program, diagnostic.Id));
            }

            yield return id;
        }
    }

    private IEnumerable<string> Problems(IEnumerable<Diagnostic> found, ProbeCompilation compilation, IEnumerable<FuzzProgram> programs, Variant variant)
    {
        foreach (IGrouping<string, Diagnostic> problems in found.Where(static d => d.Location.SourceTree is not null).GroupBy(static d => IdOf(d.Location.SourceTree!)).Where(static g => g.Key.Length > 0))
        {
            Diagnostic first = problems.First();
            string line = first.Location.SourceTree!.GetText().Lines[first.Location.GetLineSpan().StartLinePosition.Line].ToString().Trim();
            bool isOwn = !compilation.GeneratedTrees.Contains(first.Location.SourceTree);
            _failures.Add(new Failure(programs.First(p => p.Id == problems.Key), $"{(isOwn ? "invalid program: " : "")}{first.Id} in {variant.Name}", $"{first}\n    {line}"));
            yield return problems.Key;
        }
    }

    // The probe compiles with warnings as errors.
    private static bool IsWarning(Diagnostic diagnostic) => diagnostic.DefaultSeverity != DiagnosticSeverity.Error;

    private static string IdOf(SyntaxTree tree) => ProgramFile().Match(System.IO.Path.GetFileName(tree.FilePath)).Groups[1].Value;

    [GeneratedRegex(@"\bP(\d+)(Traced)?\b")]
    private static partial Regex ProgramFile();
}
