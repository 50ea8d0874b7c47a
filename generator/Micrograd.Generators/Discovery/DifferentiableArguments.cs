using Micrograd.Generators.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Micrograd.Generators.Discovery;

/// <summary>The arguments of a [Differentiable], each with the place where it is written.</summary>
internal sealed class DifferentiableArguments
{
    private const int DefaultDerivatives = 3;

    private readonly AttributeSyntax? _syntax;

    public DifferentiableArguments(AttributeData attribute, CancellationToken cancellationToken)
    {
        _syntax = attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
        Derivatives = attribute.ConstructorArguments is [{ Value: int flags }] ? flags : DefaultDerivatives;
        Dictionary<string, TypedConstant> named = [];
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            named[argument.Key] = argument.Value;
        }

        FastMath = named.TryGetValue("FastMath", out TypedConstant fast) && fast.Value is true;
        WithRespectTo = named.TryGetValue("WithRespectTo", out TypedConstant names) && names is { Kind: TypedConstantKind.Array, IsNull: false }
            ? [.. names.Values.Select(static value => value.Value as string ?? "")]
            : [];
        LaterOptions = [.. named
            .Where(static option => option.Key is "Sparse" or "MaxScratchBytes" or "Checkpoints" && option.Value.Value is not (null or false or 0 or 0L))
            .Select(static option => option.Key)];
    }

    public int Derivatives { get; }

    public bool FastMath { get; }

    /// <summary>The names of the independent inputs; empty where all are.</summary>
    public ImmutableArray<string> WithRespectTo { get; }

    /// <summary>Options that are set and come with a later version.</summary>
    public ImmutableArray<string> LaterOptions { get; }

    public DerivativeOptions Options => new(Derivatives, FastMath);

    /// <summary>Where the whole attribute stands.</summary>
    public Location AttributeLocation => _syntax?.GetLocation() ?? Location.None;

    /// <summary>Where the flags stand; the attribute where there are none.</summary>
    public Location DerivativesLocation =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals is null)?.GetLocation() ?? AttributeLocation;

    public Location OptionLocation(string name) => Argument(name)?.GetLocation() ?? AttributeLocation;

    /// <summary>Where one name of WithRespectTo stands, in whichever way the array is written.</summary>
    public Location WithRespectToLocation(int index)
    {
        IEnumerable<SyntaxNode> elements = Argument("WithRespectTo")?.Expression switch
        {
            CollectionExpressionSyntax collection => collection.Elements,
            ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
            ImplicitArrayCreationExpressionSyntax array => array.Initializer.Expressions,
            _ => [],
        };
        return elements.ElementAtOrDefault(index)?.GetLocation() ?? OptionLocation("WithRespectTo");
    }

    private AttributeArgumentSyntax? Argument(string name) =>
        _syntax?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.ValueText == name);
}
