using System.Reflection;
using Micrograd.Generators.Tests.Analyses;
using Micrograd.Generators.Tests.Architecture;
using Micrograd.Generators.Tests.Behaviour;
using Micrograd.Generators.Tests.Calls;
using Micrograd.Generators.Tests.Diagnostics;
using Micrograd.Generators.Tests.Documentation;
using Micrograd.Generators.Tests.Fallback;
using Micrograd.Generators.Tests.Ir;
using Micrograd.Generators.Tests.Lowering;
using Micrograd.Generators.Tests.Normalize;
using Micrograd.Generators.Tests.Optimize;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Micrograd.Generators.Tests.State;
using Micrograd.Generators.Tests.Structs;
using Micrograd.Generators.Tests.Transform;
using Microsoft.CodeAnalysis;

namespace Micrograd.Mutants;

/// <summary>What the quick tests of the generator look at: samples, snapshots, the language page, diagnostics, programs that failed once.</summary>
internal static class Situations
{
    // Only such as keep nothing between two tests that the generator wrote.
    private static readonly Type[] TestClasses =
    [
        typeof(FactTests), typeof(LoweredDataTests), typeof(LoweredControlTests), typeof(EvaluationOrderTests), typeof(ReadHoistingTests), typeof(ReversedFormTests), typeof(PlannedValuesTests),
        typeof(OptimizerTests), typeof(TapeLiftTests), typeof(TapeFallbackTests), typeof(ReasonTests), typeof(IrVerifierTests), typeof(RangeCheckTests), typeof(StructMemoryTests),
        typeof(StructParameterTests), typeof(StructOfArraysTests), typeof(GridParameterTests), typeof(RowParameterTests), typeof(GenericTests), typeof(DeadCodeTests),
        typeof(ConstantMemberTests), typeof(StateArgumentTests), typeof(StateMemberTests), typeof(OtherAssemblyTests), typeof(OtherAssemblyMembersTests),
    ];

    // Such as keep what was generated once: asked in a process that sees one mutant.
    private static readonly Type[] KeepingClasses =
    [
        typeof(BadInputTests), typeof(ExceptionEffectTests), typeof(FaultTests), typeof(GuardTests), typeof(MemoryInputTests), typeof(ObjectMemoryTests), typeof(OverflowContextTests),
        typeof(ReferenceAliasTests), typeof(SpecialPointTests), typeof(StructOverlapTests), typeof(UntakenCodeTests), typeof(UnusedValueTests), typeof(GridResultTests),
        typeof(NumericsSpecialPointTests), typeof(OtherAssemblyMatrixTests), typeof(TableRecursionTests), typeof(StructCopyTests), typeof(SelfNameTests), typeof(ReentrancyTests), typeof(InlineArrayTests),
        typeof(KeptTextTests), typeof(SequenceEndTests),
    ];

    // What is written under the other two is made of the same steps.
    private static readonly GeneratorSwitches[] Switches = [GeneratorSwitches.All[0], GeneratorSwitches.All[^1]];

    private static readonly string Tests = Path.Combine(Repository.Root, "tests");

    private static readonly SyntaxTree Points = Parse(Path.Combine(Tests, "Micrograd.Generators.Tests", "Samples", "Corpus", "At.cs"));

    public static IEnumerable<Situation> All()
    {
        SyntaxTree[] corpus = [.. Files("Micrograd.Generators.Tests", "Samples", "Corpus").Where(static f => Path.GetFileName(f) != "At.cs").Select(Parse)];
        return
        [
            .. Samples(corpus),
            .. corpus.Select(SnapshotSituation.TryCreate).OfType<Situation>(),
            .. DiagnosticTests.Table.Select(static row => new DiagnosticSituation((string)row[0], (string)row[1])),
            .. LanguageRow.ReadAll(File.ReadAllText(Path.Combine(Repository.Root, "generator", "LANGUAGE.md"))).Select(static row => new LanguageSituation(row)),
            .. Samples([.. Files("Micrograd.Fuzz", "Regressions").Select(Parse)], "MGRAD0203", "MGRAD0300"),
            .. TestClasses.Select(static type => new TestClassSituation(type)),
        ];
    }

    /// <summary>For a process that is asked about a single mutant.</summary>
    public static IEnumerable<Situation> Keeping() => KeepingClasses.Select(static type => new KeepingClassSituation(type));

    private static IEnumerable<Situation> Samples(IReadOnlyList<SyntaxTree> files, params string[] expected)
    {
        foreach (SyntaxTree file in files)
        {
            SyntaxTree[] trees = [Points, file];
            Sample[] samples = [.. SamplesIn(ProbeCompilation.CompileUngenerated(trees))];
            foreach (GeneratorSwitches switches in Switches)
            {
                yield return new SampleSituation($"{file.FilePath}, {switches.Name}", trees, samples, switches.Settings with { Expected = [.. expected] });
            }
        }
    }

    private static IEnumerable<Sample> SamplesIn(Assembly assembly) =>
        from type in assembly.GetTypes()
        from method in type.GetMethods()
        where method.GetCustomAttribute<DifferentiableAttribute>() is not null
        select new Sample(method.Name, type.Name + ".cs", [.. method.GetCustomAttributes().Where(static a => a.GetType().Name == "AtAttribute").Select(static a => SamplePoint.From(a))]);

    private static IEnumerable<string> Files(params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([Tests, .. folder]), "*.cs").Order(StringComparer.Ordinal);

    private static SyntaxTree Parse(string path) => ProbeCompilation.Parse(File.ReadAllText(path), Path.GetFileName(path));
}
