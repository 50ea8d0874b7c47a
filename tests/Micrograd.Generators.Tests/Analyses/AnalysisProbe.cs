using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Tests.Lowering;

namespace Micrograd.Generators.Tests.Analyses;

/// <summary>What the analyses find in a normalised method, each as the names of the locals it holds for.</summary>
internal static class AnalysisProbe
{
    public static string Facts(string source)
    {
        MethodIr method = LoweringProbe.Lower(source).Normalized;
        ActivityFacts activity = ActivityAnalysis.Analyze(method);
        VariedFacts flow = VariedAnalysis.AnalyzeFlow(method);
        ViewRoots roots = activity.Roots;
        HashSet<int> escaping = EscapeAnalysis.EscapingClasses(method, roots);
        HashSet<int> foreign = ForeignMemory.OfOpaqueCode(method.Body, roots);
        HashSet<int> unstable = UnstableMemory.Of(method.Body, activity.Varied, foreign);
        IrLocal[] locals = [.. method.Signature.Parameters.Select(static p => p.Local), .. method.Body.AllStatements().Select(static s => s.DefinedLocal()).OfType<IrLocal>()];
        locals = [.. locals.DistinctBy(static l => l.Id)];
        IrLocal[] views = [.. locals.Where(static l => l.Type.IsView)];
        return string.Join("\n", new (string Fact, IEnumerable<string> Holds)[]
        {
            ("varied", Names(locals, activity.Varied.IsVaried)),
            ("with a derivative", Names(locals, flow.IsVaried)),
            ("active", Names(locals, activity.IsActive)),
            ("one memory", views.GroupBy(roots.ClassOf).Where(static g => g.Count() > 1).Select(static g => $"({string.Join(" ", g.Select(static l => l.Name))})")),
            ("leaves", Names(views, v => escaping.Contains(roots.ClassOf(v)))),
            ("from outside", Names(views, v => foreign.Contains(roots.ClassOf(v)))),
            ("may change", Names(views, v => unstable.Contains(roots.ClassOf(v)))),
        }.Where(static f => f.Holds.Any()).Select(static f => $"{f.Fact}: {string.Join(", ", f.Holds)}"));
    }

    private static IEnumerable<string> Names(IEnumerable<IrLocal> locals, Func<IrLocal, bool> holds) => locals.Where(holds).Select(static l => l.Name);
}
