namespace Micrograd.Fuzz.Programs;

/// <summary>What a statement that is being written may name and do.</summary>
internal sealed class Scope
{
    private readonly List<Name> _names = [];

    public IReadOnlyList<Name> Names => _names;

    public int Depth { get; private init; }

    public int LoopDepth { get; private init; }

    /// <summary>Inside a loop, and in no switch inside that loop: <c>break</c> leaves the loop.</summary>
    public bool MayBreak { get; private init; }

    public bool MayReturn { get; init; } = true;

    public Outcome Result { get; init; } = Outcome.Real;

    /// <summary>Inside a method of the program other than the marked one: what it may call is empty.</summary>
    public bool IsHelper { get; init; }

    public void Add(Name name) => _names.Add(name);

    public Name[] Of(params Role[] roles) => [.. _names.Where(n => roles.Contains(n.Role))];

    public Name[] Writable(params Role[] roles) => [.. _names.Where(n => n.IsWritable && roles.Contains(n.Role))];

    public Scope Inner(bool isLoop = false, bool isSwitch = false) => Copy(_names, isLoop, isSwitch, MayReturn);

    /// <summary>The body of a lambda or local function: no spans, references or <c>in</c> parameters.</summary>
    public Scope Captured() => new Scope { Depth = Depth + 2, MayReturn = false, IsHelper = true }.Holding(_names.Where(static n => n.IsCapturable && n.Role is not (Role.Span or Role.ReadOnlySpan or Role.Function)));

    private Scope Copy(IEnumerable<Name> names, bool isLoop, bool isSwitch, bool mayReturn) => new Scope
    {
        Depth = Depth + 1,
        LoopDepth = LoopDepth + (isLoop ? 1 : 0),
        MayBreak = isLoop || (MayBreak && !isSwitch),
        MayReturn = mayReturn,
        Result = Result,
        IsHelper = IsHelper,
    }.Holding(names);

    public Scope Holding(IEnumerable<Name> names)
    {
        _names.AddRange(names);
        return this;
    }
}
