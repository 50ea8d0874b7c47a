using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Normalize;

/// <summary>What a <c>break</c>, <c>continue</c>, <c>return</c> or <c>goto</c> leads to; gets a flag once something must test it.</summary>
internal sealed class ExitTarget(string name)
{
    public string Name { get; } = name;

    public IrLocal? Flag { get; set; }
}

/// <summary>The places that the exits of the statements at hand lead to.</summary>
internal sealed record ExitFrame(ExitTarget Return, IrLocal? Result)
{
    public ExitTarget? Break { get; init; }

    public ExitTarget? Continue { get; init; }
}

/// <summary>Stands where a flag is raised, until it is known whether the flag is needed.</summary>
internal sealed record RaiseMarker(ExitTarget Target) : IrStatement;

/// <summary>Which exits a statement holds.</summary>
internal static class Exits
{
    /// <summary>The only <c>return</c> is the last statement.</summary>
    public static bool SingleTailReturn(EquatableArray<IrStatement> body) =>
        body.Count > 0 && body[body.Count - 1] is ReturnStatement && !Leaves<ReturnStatement>(body.Take(body.Count - 1));

    /// <summary>A block holds an exit of this kind that leaves the block: not one of a loop or an inlined body inside it.</summary>
    public static bool Leaves<TExit>(IEnumerable<IrStatement> block)
        where TExit : IrStatement => block.Any(Leaves<TExit>);

    private static bool Leaves<TExit>(IrStatement statement)
        where TExit : IrStatement => statement switch
        {
            TExit => true,
            LoopStatement loop => typeof(TExit) == typeof(ReturnStatement) && Leaves<TExit>(loop.Body),
            IfStatement branch => Leaves<TExit>(branch.Then) || Leaves<TExit>(branch.Else),
            LabeledStatement labeled => Leaves<TExit>(labeled.Body),
            _ => false,
        };

    /// <summary>The labels outside the block that it leaves to.</summary>
    public static IEnumerable<IrLabel> LabelsLeft(IEnumerable<IrStatement> block) => block.SelectMany(static s => s switch
    {
        LeaveStatement leave => [leave.Label],
        LoopStatement loop => LabelsLeft(loop.Body),
        IfStatement branch => LabelsLeft(branch.Then).Concat(LabelsLeft(branch.Else)),
        LabeledStatement labeled => LabelsLeft(labeled.Body).Where(l => l != labeled.Label),
        _ => [],
    }).Distinct();

    /// <summary>Nothing after this block is reached from its end, by an exit that is not an exception.</summary>
    public static bool AlwaysLeaves(IEnumerable<IrStatement> block) => block.Any(AlwaysExits);

    private static bool AlwaysExits(IrStatement statement) => statement switch
    {
        BreakStatement or ContinueStatement or ReturnStatement or LeaveStatement => true,
        IfStatement branch => AlwaysEnds(branch.Then) && AlwaysEnds(branch.Else) && (AlwaysLeaves(branch.Then) || AlwaysLeaves(branch.Else)),
        _ => false,
    };

    private static bool AlwaysEnds(IEnumerable<IrStatement> block) =>
        block.Any(static s => s is OpaqueStatement { LeavesMethod: true } || AlwaysExits(s));
}
