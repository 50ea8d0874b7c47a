using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>
/// Compiles marked methods with the generator, loads them, and checks them against every oracle there is: the method itself,
/// the tape, central differences, linearity of the pull-back, and the memory they use.
/// </summary>
internal sealed class GradientProbe
{
    private readonly Dictionary<string, ProbedMethod> _methods;

    private GradientProbe(ProbeCompilation compilation, Assembly assembly, Dictionary<string, ProbedMethod> methods)
    {
        Compilation = compilation;
        Assembly = assembly;
        _methods = methods;
    }

    public ProbeCompilation Compilation { get; }

    public Assembly Assembly { get; }

    public IReadOnlyCollection<ProbedMethod> Methods => _methods.Values;

    /// <summary>By name, or by name and parameter types as <c>F(double, int)</c> where the name is overloaded.</summary>
    public ProbedMethod this[string name] => _methods.TryGetValue(name, out ProbedMethod? method)
        ? method
        : throw new XunitException($"No marked method '{name}'; there are {string.Join(", ", _methods.Keys)}.");

    /// <summary>The members inside <c>public static partial class Functions</c>, in one compilation.</summary>
    public static GradientProbe Compile(string members, ProbeSettings? settings = null) =>
        CompileFiles([ProbeCompilation.Parse(Wrap(members), "Functions.cs")], settings);

    /// <summary>The diagnostics that the generator reports for the members, compiled as <see cref="Compile"/> does.</summary>
    public static ProbeCompilation Generate(string members, ProbeSettings? settings = null) =>
        ProbeCompilation.Create([ProbeCompilation.Parse(Wrap(members), "Functions.cs")], settings);

    public static GradientProbe CompileFiles(IEnumerable<SyntaxTree> trees, ProbeSettings? settings = null) =>
        Load(ProbeCompilation.Create(trees, settings).Clean(settings?.Expected ?? []));

    /// <summary>The marked methods of a compilation, and those with the attribute <paramref name="alsoMarked"/>, which have no derivatives.</summary>
    public static GradientProbe Load(ProbeCompilation compilation, string alsoMarked = "") => Load(compilation, alsoMarked, compilation.Load)!;

    /// <summary>As <see cref="Load(ProbeCompilation, string)"/>, where what the compiler reports is given back.</summary>
    /// <returns>Null where it reports something.</returns>
    public static GradientProbe? TryLoad(ProbeCompilation compilation, string alsoMarked, out ImmutableArray<Diagnostic> problems)
    {
        ImmutableArray<Diagnostic> found = [];
        GradientProbe? probe = Load(compilation, alsoMarked, adapters => compilation.TryLoad(adapters, out found));
        problems = found;
        return probe;
    }

    private static GradientProbe? Load(ProbeCompilation compilation, string alsoMarked, Func<IEnumerable<SyntaxTree>, Assembly?> load)
    {
        List<(string Adapter, IMethodSymbol Method, IReadOnlyList<ProbeParameter> Parameters)> marked = [];
        List<SyntaxTree> adapters = [];
        foreach (IMethodSymbol method in MarkedMethods(compilation.Output, alsoMarked).Select(m => Constructed(m, compilation.Output)))
        {
            IReadOnlyList<ProbeParameter> parameters = Parameters(method);
            string name = "Adapter" + marked.Count;
            marked.Add((name, method, parameters));
            adapters.Add(ProbeCompilation.Parse(new AdapterWriter(method, parameters).Write(name), name + ".cs"));
        }

        if (load(adapters) is not { } assembly)
        {
            return null;
        }

        Dictionary<string, ProbedMethod> methods = [];
        foreach ((string adapter, IMethodSymbol method, IReadOnlyList<ProbeParameter> parameters) in marked)
        {
            ProbedMethod probed = new(method.Name, parameters, assembly.GetType("Adapters." + adapter)!, compilation.GeneratedText)
            {
                IsSinglePrecision = parameters.Any(static p => p.IsSinglePrecision) || new ProbeResult(method).IsSinglePrecision,
                Result = new ProbeResult(method),
            };
            methods[$"{method.Name}({string.Join(", ", method.Parameters.Select(static p => p.Type.ToDisplayString()))})"] = probed;
            methods[method.Name] = probed;
        }

        return new GradientProbe(compilation, assembly, methods);
    }

    /// <summary>All oracles agree at a point: one entry for each parameter, numbers or arrays.</summary>
    public void AgreesWithAllOracles(string method, IReadOnlyList<object> at, OracleOptions? options = null) =>
        new OracleCheck(this[method], at, options ?? OracleOptions.Default).Run();

    private static IEnumerable<IMethodSymbol> MarkedMethods(CSharpCompilation compilation, string alsoMarked) =>
        from tree in compilation.SyntaxTrees
        let model = compilation.GetSemanticModel(tree)
        from node in tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.MethodDeclarationSyntax>()
        where node.AttributeLists.Count > 0
        let symbol = model.GetDeclaredSymbol(node)
        where Attribute(symbol) is not null || symbol.GetAttributes().Any(a => a.AttributeClass?.Name == alsoMarked)
        select symbol;

    // A generic method, and a method of a generic type, is tried where its numbers are double and its strategies the first that there is.
    private static IMethodSymbol Constructed(IMethodSymbol method, CSharpCompilation compilation)
    {
        ITypeSymbol[] Arguments(IEnumerable<ITypeParameterSymbol> parameters) => [.. parameters.Select(p => TypeArgument(p, compilation))];
        IMethodSymbol member = method.ContainingType.Arity == 0
            ? method
            : method.ContainingType.Construct(Arguments(method.ContainingType.TypeParameters)).GetMembers(method.Name).OfType<IMethodSymbol>().First(m => SymbolEqualityComparer.Default.Equals(m.OriginalDefinition, method));
        return member.IsGenericMethod ? member.Construct(Arguments(member.TypeParameters)) : member;
    }

    private static ITypeSymbol TypeArgument(ITypeParameterSymbol parameter, CSharpCompilation compilation)
    {
        INamedTypeSymbol[] own = [.. parameter.ConstraintTypes.OfType<INamedTypeSymbol>().Where(c => SymbolEqualityComparer.Default.Equals(c.ContainingAssembly, compilation.Assembly))];
        return own.Length == 0
            ? compilation.GetSpecialType(SpecialType.System_Double)
            : compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>()
                .First(type => type is { TypeKind: TypeKind.Struct, IsGenericType: false } && own.All(c => type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, c.OriginalDefinition))));
    }

    private static AttributeData? Attribute(IMethodSymbol symbol) =>
        symbol.GetAttributes().FirstOrDefault(static a => a.AttributeClass?.ToDisplayString() == "Micrograd.DifferentiableAttribute");

    private static IReadOnlyList<ProbeParameter> Parameters(IMethodSymbol method)
    {
        TypedConstant withRespectTo = Attribute(method)?.NamedArguments.FirstOrDefault(static a => a.Key == "WithRespectTo").Value ?? default;
        string[]? names = withRespectTo.Kind == TypedConstantKind.Array ? [.. withRespectTo.Values.Select(static v => (string)v.Value!)] : null;
        return [.. method.Parameters.Select(p => ProbeParameter.From(p, names))];
    }

    /// <summary>A file with the members inside <c>public static partial class Functions</c>.</summary>
    public static string Wrap(string members) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Numerics;
        using Micrograd;

        namespace Probes;

        public static partial class Functions
        {
        {{members}}
        }
        """;
}
