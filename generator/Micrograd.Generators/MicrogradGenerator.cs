using System.Text;
using Micrograd.Generators.Discovery;
using Micrograd.Generators.Emit;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Pipeline;
using Micrograd.Generators.Symbols;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Micrograd.Generators;

/// <summary>Writes the derivatives of every method marked <c>[Micrograd.Differentiable]</c> next to it.</summary>
/// <remarks>
/// Discovery and Bind run on every edit; everything behind the equatable model runs when the model changed. Diagnostics go
/// their own way, because a place in the source changes with every line inserted above it.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class MicrogradGenerator : IIncrementalGenerator
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<DiscoveredMethod> discovered = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeNames.Differentiable, static (_, _) => true, static (marked, token) => Discover(marked, token))
            .Where(static method => method is not null)
            .Select(static (method, _) => method!)
            .WithTrackingName(TrackingNames.Discover);

        IncrementalValueProvider<SignatureIndex> signatures = discovered
            .Where(static method => method.Signature is not null)
            .Select(static (method, _) => method.Signature!)
            .Collect()
            .Select(static (found, _) => new SignatureIndex(found.ToEquatableArray()))
            .WithTrackingName(TrackingNames.Signatures);

        IncrementalValueProvider<EquatableArray<DerivativeRuleEntry>> rules = Rules(context);
        IncrementalValuesProvider<BoundMethod> bound = discovered
            .Combine(signatures.Combine(rules).Select(static (pair, _) => new BindIndex(pair.Left, pair.Right)))
            .Select(static (pair, token) => MethodBinder.Bind(pair.Left, pair.Right, token))
            .WithTrackingName(TrackingNames.Bind);

        IncrementalValuesProvider<DifferentiationResult> results = bound
            .Where(static method => method.Model is not null)
            .Select(static (method, _) => method.Model!)
            .WithTrackingName(TrackingNames.Model)
            .Combine(context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => BuildOptions.Read(provider.GlobalOptions)))
            .Select(static (pair, token) => Differentiator.Differentiate(pair.Left, pair.Right, token))
            .WithTrackingName(TrackingNames.Differentiate);

        context.RegisterSourceOutput(
            results.Where(static result => result.File is not null).Select(static (result, _) => result.File!).WithTrackingName(TrackingNames.File),
            static (output, file) => output.AddSource(file.HintName, SourceText.From(file.Text, Utf8)));

        RegisterDiagnostics(context, bound, results);
        RegisterRuleChecks(context, bound, rules);
        RegisterSubstituteChecks(context);
        RegisterSyntaxChecks(context);
        RegisterState(context);
    }

    private static IncrementalValueProvider<EquatableArray<DerivativeRuleEntry>> Rules(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<EquatableArray<DerivativeRuleEntry>>> inSource = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                AttributeNames.DerivativeOf,
                static (_, _) => true,
                static (marked, _) => marked.TargetSymbol is IMethodSymbol method ? DerivativeRuleIndex.OfMethod(method).ToEquatableArray() : [])
            .Collect();
        IncrementalValueProvider<EquatableArray<DerivativeRuleEntry>> inReferences =
            context.CompilationProvider.Select(static (compilation, token) => DerivativeRuleIndex.OfReferences(compilation, token));
        return inSource.Combine(inReferences)
            .Select(static (pair, _) => pair.Left.SelectMany(static rules => rules).Concat(pair.Right).ToEquatableArray())
            .WithTrackingName(TrackingNames.Rules);
    }

    private static void RegisterDiagnostics(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<BoundMethod> bound,
        IncrementalValuesProvider<DifferentiationResult> results)
    {
        IncrementalValueProvider<ImmutableDictionary<string, DifferentiationResult>> findings = results
            .Where(static result => result.Findings.Count > 0)
            .Collect()
            .Select(static (found, _) => ImmutableDictionary<string, DifferentiationResult>.Empty.SetItems(
                found.Select(static result => new KeyValuePair<string, DifferentiationResult>(result.HintName, result))));

        context.RegisterSourceOutput(bound.Combine(findings), static (output, pair) =>
        {
            foreach (Diagnostic diagnostic in pair.Left.AllDiagnostics(pair.Right))
            {
                output.ReportDiagnostic(diagnostic);
            }
        });
    }

    // Which rules are of use is known when all bodies are bound; one that is not may use any.
    private static void RegisterRuleChecks(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<BoundMethod> bound,
        IncrementalValueProvider<EquatableArray<DerivativeRuleEntry>> rules)
    {
        IncrementalValueProvider<RuleUse> use = bound
            .Select(static (method, _) => new RuleUse(method.Model?.Ir is not null, method.UsedRules))
            .Collect()
            .Select(static (methods, _) => new RuleUse(methods.All(static m => m.IsComplete), methods.SelectMany(static m => m.Used).Distinct().OrderBy(static id => id, StringComparer.Ordinal).ToEquatableArray()))
            .WithTrackingName(TrackingNames.RuleUse);
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(AttributeNames.DerivativeOf, static (_, _) => true, static (marked, _) => marked).Combine(rules.Combine(use)),
            static (output, pair) =>
            {
                if (pair.Left.TargetSymbol is IMethodSymbol rule)
                {
                    Report(output, new DerivativeRuleCheck(pair.Left.SemanticModel.Compilation, pair.Right.Left, pair.Right.Right).Run(rule, pair.Left.Attributes));
                }
            });
    }

    private static void RegisterSubstituteChecks(IncrementalGeneratorInitializationContext context) => context.RegisterSourceOutput(
        context.SyntaxProvider.ForAttributeWithMetadataName(AttributeNames.DifferentiateAs, static (_, _) => true, static (marked, _) => SubstituteCheck.Run(marked).ToArray()),
        static (output, reports) => Report(output, reports));

    // Where no attribute marks what is asked about, or one stands at another place than it belongs to.
    private static void RegisterSyntaxChecks(IncrementalGeneratorInitializationContext context)
    {
        Register(OverrideCheck.IsCandidate, OverrideCheck.Run);
        Register(ParameterTargetCheck.IsCandidate, ParameterTargetCheck.Run);

        void Register(Func<SyntaxNode, bool> isCandidate, Func<GeneratorSyntaxContext, CancellationToken, Diagnostic?> run) => context.RegisterSourceOutput(
            context.SyntaxProvider.CreateSyntaxProvider((node, _) => isCandidate(node), run).Where(static report => report is not null),
            static (output, report) => output.ReportDiagnostic(report!));
    }

    private static void Report(SourceProductionContext output, IEnumerable<Diagnostic> reports)
    {
        foreach (Diagnostic diagnostic in reports)
        {
            output.ReportDiagnostic(diagnostic);
        }
    }

    // Every [Parameter] member leads to its type; the first of a type speaks for all.
    private static void RegisterState(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValuesProvider<DiscoveredState> types = context.SyntaxProvider
            .ForAttributeWithMetadataName(AttributeNames.Parameter, static (_, _) => true, static (marked, token) => StateDiscovery.Discover(marked.TargetSymbol, token))
            .Where(static state => state is not null)
            .Select(static (state, _) => state!);
        context.RegisterSourceOutput(
            types.Where(static state => state.Signature is not null)
                .Select(static (state, _) => state.Signature!)
                .WithTrackingName(TrackingNames.State)
                .Select(static (state, _) => new GeneratedFile(state.HintName, StateFileEmitter.Emit(state))),
            static (output, file) => output.AddSource(file.HintName, SourceText.From(file.Text, Utf8)));
        context.RegisterSourceOutput(types, static (output, state) =>
        {
            foreach (Diagnostic diagnostic in state.Diagnostics)
            {
                output.ReportDiagnostic(diagnostic);
            }
        });
    }

    private static DiscoveredMethod? Discover(GeneratorAttributeSyntaxContext marked, CancellationToken cancellationToken) =>
        marked.TargetSymbol is IMethodSymbol method
            ? InheritedMembers.Respected(OwnOverload.Respected(MethodDiscovery.Discover(method, marked.Attributes[0], marked.SemanticModel.Compilation, cancellationToken)), cancellationToken)
            : null;
}
