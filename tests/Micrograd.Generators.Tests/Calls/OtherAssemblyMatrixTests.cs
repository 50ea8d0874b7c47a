using Micrograd.Generators.Ir;
using Micrograd.Generators.Tests.Probing;
using Micrograd.Generators.Tests.Samples;
using Microsoft.CodeAnalysis;

namespace Micrograd.Generators.Tests.Calls;

/// <summary>The sample functions once more, as methods of a library: a method of a program calls each, and is checked against every oracle.</summary>
public class OtherAssemblyMatrixTests
{
    private static readonly SymbolDisplayFormat Declared = SymbolDisplayFormat.FullyQualifiedFormat.WithMiscellaneousOptions(
        SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers | SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    private static readonly Lazy<GradientProbe> Program = new(Compile);

    [Fact]
    public void EverySampleOfALibrary_AgreesWithAllOracles()
    {
        List<string> failures = [];
        foreach (ProbedMethod method in Program.Value.Methods.Distinct())
        {
            foreach (SamplePoint point in SampleCorpus.Samples[method.Name].Points)
            {
                Exception? failure = Record.Exception(() => new OracleCheck(method, point.Arguments, point.Options with { Tape = point.Options.Tape && method.HasTape }).Run());
                if (failure is not null)
                {
                    failures.Add($"{method.Name}: {failure.Message}");
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures.Select(static f => f.Length > 1500 ? f[..1500] : f)));
    }

    [Fact]
    public void MostSamples_AreCalledThroughTheirPairs()
    {
        string text = Program.Value.Compilation.GeneratedText();
        string[] names = [.. Program.Value.Methods.Select(static m => m.Name).Distinct()];

        Assert.DoesNotContain(names, name => !text.Contains($".{name}Reverse(", StringComparison.Ordinal) && !text.Contains($".{name}Reverse<", StringComparison.Ordinal));
        Assert.True(names.Length >= 150, $"{names.Length} of {SampleCorpus.Samples.Count}");
    }

    private static GradientProbe Compile()
    {
        ProbeCompilation library = SampleCorpus.Probe(SampleCorpus.Samples["Polynomial"], GeneratorSwitches.All[0]).Compilation;
        IEnumerable<IMethodSymbol> methods = SampleCorpus.Samples.Keys
            .SelectMany(name => library.Output.GetSymbolsWithName(name, SymbolFilter.Member))
            .OfType<IMethodSymbol>();
        string members = string.Join("\n", methods.Where(IsCallable).Select(Wrapper));
        return GradientProbe.Compile(members, ProbeSettings.Default with { ExtraReferences = [library.LoadedReference()] });
    }

    // The others have no pair, and are called through what is there besides, if they can be.
    private static bool IsCallable(IMethodSymbol method) =>
        method is { IsStatic: true, ContainingType.IsGenericType: false }
        && method.GetAttributes().FirstOrDefault(static a => a.AttributeClass!.Name == nameof(DifferentiableAttribute)) is { } mark
        && mark.NamedArguments.All(static a => a.Key != nameof(DifferentiableAttribute.WithRespectTo))
        && !method.ContainingType.GetMembers(method.Name + "Forward").IsEmpty
        && method.TypeParameters.All(static p => p.ConstraintTypes.Any(static c => c.Name == "IFloatingPointIeee754"))
        && method.Parameters.Select(static p => p.Type).Append(method.ReturnType).All(IsOpen);

    // What a program sees all parts of.
    private static bool IsOpen(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => IsOpen(array.ElementType),
        INamedTypeSymbol { TypeArguments: [var element], Name: "Span" or "ReadOnlySpan" } => IsOpen(element),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.All(static e => IsOpen(e.Type)),
        INamedTypeSymbol { TypeKind: TypeKind.Struct, SpecialType: SpecialType.None } named when named.ContainingNamespace.Name == "Samples" => named.DeclaredAccessibility == Accessibility.Public
            && named.GetMembers().OfType<IFieldSymbol>().All(static f => f.IsStatic || (f.AssociatedSymbol ?? f).DeclaredAccessibility == Accessibility.Public),
        _ => true,
    };

    private static string Wrapper(IMethodSymbol method)
    {
        string types = method.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", method.TypeParameters.Select(static p => p.Name))}>";
        IEnumerable<string> parameters = method.Parameters.Select(static p => $"{(p.GetAttributes().Any(static a => a.AttributeClass!.Name == nameof(NoDiffAttribute)) ? "[NoDiff] " : "")}{Modifier(p)}{p.Type.ToDisplayString(Declared)} {Identifier.Escape(p.Name)}");
        IEnumerable<string> arguments = method.Parameters.Select(static p => $"{(p.RefKind is RefKind.Ref or RefKind.Out ? Modifier(p) : p.RefKind == RefKind.None ? "" : "in ")}{Identifier.Escape(p.Name)}");
        string constraints = string.Concat(method.TypeParameters.Select(static p => $" where {p.Name} : {(p.HasValueTypeConstraint ? "struct, " : "")}{string.Join(", ", p.ConstraintTypes.Select(static c => c.ToDisplayString(Declared)))}"));
        return $"[Differentiable] public static {method.ReturnType.ToDisplayString(Declared)} {method.Name}{types}({string.Join(", ", parameters)}){constraints} => {method.ContainingType.ToDisplayString(Declared)}.{method.Name}{types}({string.Join(", ", arguments)});";
    }

    private static string Modifier(IParameterSymbol parameter) => parameter.RefKind switch
    {
        RefKind.Ref => "ref ",
        RefKind.Out => "out ",
        RefKind.In => "in ",
        RefKind.RefReadOnlyParameter => "ref readonly ",
        _ => "",
    };
}
