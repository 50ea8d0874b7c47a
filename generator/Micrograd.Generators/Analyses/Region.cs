using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Analyses;

/// <summary>
/// A block of statements with an identity: equal statements at two places are one value as IR, but two steps here.
/// </summary>
internal sealed class Region
{
    private IReadOnlyList<Step>? _loops;

    private Region(IEnumerable<IrStatement> block, Step? owner)
    {
        Owner = owner;
        Steps = block.Select(statement => new Step(statement, this)).ToArray();
    }

    /// <summary>The compound statement this is a block of; null for the method's body.</summary>
    public Step? Owner { get; }

    public IReadOnlyList<Step> Steps { get; }

    public bool IsTop => Owner is null;

    /// <summary>The innermost loop around this block.</summary>
    public Step? Loop => Owner is null ? null : Owner.IsLoop ? Owner : Owner.Region.Loop;

    /// <summary>The loops around this block, outermost first.</summary>
    public IReadOnlyList<Step> Loops => _loops ??= Loop is { } loop ? [.. loop.Region.Loops, loop] : [];

    public static Region Build(IEnumerable<IrStatement> body)
    {
        Region top = Create(body, null);
        int order = 0;
        foreach (Step step in top.AllSteps())
        {
            step.Order = order++;
        }

        return top;
    }

    internal static Region Create(IEnumerable<IrStatement> block, Step? owner) => new(block, owner);

    public IEnumerable<Step> AllSteps() => Steps.SelectMany(static step => step.SelfAndNested());

    /// <summary>This block is the other one or lies in it.</summary>
    public bool IsWithin(Region other) => this == other || (Owner is not null && Owner.Region.IsWithin(other));
}

/// <summary>One occurrence of a statement.</summary>
internal sealed class Step
{
    public Step(IrStatement statement, Region region)
    {
        Statement = statement;
        Region = region;
        Blocks = (statement switch
        {
            IfStatement s => new[] { s.Then, s.Else },
            LoopStatement s => [s.Body],
            CountedLoopStatement s => [s.Body],
            _ => [],
        }).Select(block => Region.Create(block, this)).ToArray();
    }

    public IrStatement Statement { get; }

    public Region Region { get; }

    public IReadOnlyList<Region> Blocks { get; }

    /// <summary>Position in the text: an outer statement before those in it.</summary>
    public int Order { get; set; }

    public bool IsLoop => Statement is LoopStatement or CountedLoopStatement;

    public IEnumerable<Step> SelfAndNested() => [this, .. Blocks.SelectMany(static block => block.AllSteps())];
}
