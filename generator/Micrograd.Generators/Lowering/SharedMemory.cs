using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Lowering;

/// <summary>
/// Which views are given the same memory. What is asked of it is answered when the whole method is lowered: what a loop does further
/// down is done before what it does further up in the next trip.
/// </summary>
internal sealed class SharedMemory
{
    private readonly ViewRoots _roots = new();
    private readonly List<IrLocal> _outside = [];
    private readonly List<IrLocal> _kept = [];
    private readonly List<Action> _checks = [];

    public void Note(IrStatement statement)
    {
        (IrLocal View, IrExpression Value)? given = ViewRoots.Given(statement);
        if (given is { Value: var copy } && IsCopy(copy))
        {
            return;
        }

        _roots.Note(statement);
        if (given is var (view, value) && ViewRoots.IsOutside(value))
        {
            _outside.Add(view);
        }

        _kept.AddRange(KeptArrays.Of(statement));
    }

    /// <summary>Runs the check at the end of the method.</summary>
    public void AtEnd(Action check) => _checks.Add(check);

    public void Check()
    {
        foreach (Action check in _checks)
        {
            check();
        }

        _checks.Clear();
    }

    /// <summary>The place lies in memory that the view may name, or both are one variable.</summary>
    public bool MayOverlap(IrExpression place, IrExpression other) =>
        place.Equals(other) || (IsMemory(place) && IsMemory(other) && ViewRoots.Sources(place).Any(a => ViewRoots.Sources(other).Any(b => MayShare(a, b))));

    private static bool IsMemory(IrExpression place) => place is ElementExpression or { Type.IsView: true };

    // The framework gives no array back that it is given: what it makes of one is new.
    private static bool IsCopy(IrExpression value) =>
        value is OpaqueExpression { ChangesState: false, IsRead: false, Type: ArrayType made } text && text.Arguments.Select(static a => a.Type).Where(static t => t.IsView).ToArray() is { Length: > 0 } given && given.All(made.Equals);

    // Text may give out again what it was given.
    private bool MayShare(IrLocal left, IrLocal right) =>
        _roots.ClassOf(left) == _roots.ClassOf(right)
        || ((Is(left, _kept) && Is(right, _outside)) || (Is(left, _outside) && Is(right, _kept))) && ViewRoots.Number(left.Type).Equals(ViewRoots.Number(right.Type));

    private bool Is(IrLocal view, List<IrLocal> locals) => locals.Any(l => _roots.ClassOf(l) == _roots.ClassOf(view));
}
