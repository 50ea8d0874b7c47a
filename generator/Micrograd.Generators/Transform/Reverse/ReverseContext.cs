using Micrograd.Generators.Analyses;
using Micrograd.Generators.Ir;

namespace Micrograd.Generators.Transform.Reverse;

/// <summary>What all parts of the reverse transform of one method know about it.</summary>
internal sealed class ReverseContext
{
    private ILookup<int, Step>? _storesByClass;

    public ReverseContext(MethodIr method, bool storeEverything = false, bool isPair = false)
    {
        Method = method;
        StoresEverything = storeEverything;
        IsPair = isPair;
        Locals = new LocalFactory(method.NextLocalId);
        Top = Region.Build(method.Body);
        Activity = ActivityAnalysis.Analyze(method);
        Versions = ValueVersions.Analyze(Top, method.Signature.Parameters, Locals);
        CountedLoopStatement[] counted = [.. method.Body.AllStatements().OfType<CountedLoopStatement>()];
        Counters = [.. counted.Select(static l => l.Counter.Id)];
        Counted = new CounterRange(counted);
        Stores = Top.AllSteps().Where(static s => s.Statement is AssignStatement { Target: ElementExpression }).ToArray();
        Calls = Top.AllSteps().Where(static s => s.Statement.PairCall() is not null).ToArray();
        CallsOthers = Calls.Count > 0 || method.Body.AllExpressions().Any(static e => e is DerivativeCallExpression);
        StoredClasses = [.. Stores.Select(StoredClass), .. Calls.SelectMany(ClassesWrittenBy)];
        ForeignClasses = ForeignMemory.OfOpaqueCode(method.Body, Activity.Roots);
        UnstableClasses = UnstableMemory.Of(method.Body, Activity.Varied, ForeignClasses);
        ParameterClasses = [.. method.Signature.Parameters.Where(static p => p.Local.Type.IsView).Select(p => Activity.Roots.ClassOf(p.Local))];
        Upstream = method.Signature.ReturnType switch
        {
            { IsFloating: true } scalar => Locals.Create("upstream", scalar),
            ArrayType { Rank: 1, Element: { IsFloating: true } element } => Locals.Create("upstream", new SpanType(element, IsReadOnly: true)),
            ArrayType { Element.IsFloating: true } array => Locals.Create("upstream", array),
            _ => null,
        };
    }

    public MethodIr Method { get; }

    /// <summary>Nothing is recomputed, nothing is left out of what is restored: the analyses that save memory are off.</summary>
    public bool StoresEverything { get; }

    public LocalFactory Locals { get; }

    public Region Top { get; }

    public ActivityFacts Activity { get; }

    public ValueVersions Versions { get; }

    public HashSet<int> Counters { get; }

    public CounterRange Counted { get; }

    /// <summary>The steps that store into an array or span.</summary>
    public IReadOnlyList<Step> Stores { get; }

    /// <summary>The steps that call a method through its pair.</summary>
    public IReadOnlyList<Step> Calls { get; }

    /// <summary>The reverse sweep calls methods that may use the stack of records themselves.</summary>
    public bool CallsOthers { get; }

    /// <summary>
    /// The two sweeps are methods of their own: no local of the one is left for the other, and arrays of the caller are stepped back
    /// in place, because the marked method at the bottom has given them as copies where that matters.
    /// </summary>
    public bool IsPair { get; }

    /// <summary>The memory (classes of views) that the method stores into.</summary>
    public HashSet<int> StoredClasses { get; }

    /// <summary>The memory that belongs to the caller.</summary>
    public HashSet<int> ParameterClasses { get; }

    /// <summary>Memory that belongs neither to the method nor to its caller's arguments, such as a static array.</summary>
    public HashSet<int> ForeignClasses { get; }

    /// <summary>Constants that code kept as text may change: what is read of them is kept as it was read.</summary>
    public HashSet<int> UnstableClasses { get; }

    public bool IsUnstable(IrExpression expression) => UnstableClasses.Count > 0 && expression.SelfAndDescendants().OfType<ElementExpression>().Any(e => UnstableClasses.Contains(ClassOf(e)));

    /// <summary>The caller's memory that the reverse sweep must step back through, which it does on a copy.</summary>
    public HashSet<int> CopiedClasses { get; set; } = [];

    /// <summary>The memory that the reverse sweep steps back through.</summary>
    public HashSet<int> RestoredClasses { get; set; } = [];

    public IrLocal? Upstream { get; }

    public int StoredClass(Step store) => ClassOf(((AssignStatement)store.Statement).Target);

    /// <summary>
    /// The memory is changed by a step or behind it in its block: what an element held at the step is not what it holds when the
    /// block, or the step, begins to be reversed.
    /// </summary>
    public bool IsStoredBehind(IrExpression element, Step step)
    {
        int memory = ClassOf(element);
        _storesByClass ??= Stores.ToLookup(StoredClass);

        // A row is named anew only by a store of a row; what is stored in it changes its elements.
        return _storesByClass[memory].Any(store => IsBehind(store, step) && (!element.Type.IsView || ((AssignStatement)store.Statement).Target.Type.IsView))
            || !element.Type.IsView && Calls.Any(call => ClassesWrittenBy(call).Contains(memory) && IsBehind(call, step));
    }

    /// <summary>
    /// The step calls a method that writes to memory the expression reads. Its reversal brings the memory back, but is itself given
    /// the arguments as they were before.
    /// </summary>
    public bool IsWrittenByCall(IrExpression expression, Step step) =>
        step.Statement.PairCall() is not null
        && expression.SelfAndDescendants().OfType<ElementExpression>().Any(e => !e.Type.IsView && ClassesWrittenBy(step).Contains(ClassOf(e)));

    /// <summary>
    /// The step stores to a place that this element of the same memory helps to find, as <c>a[0]</c> does in <c>a[a[0]] = 3</c>. It
    /// may be what the step overwrites, and the place must be known before the old element can come back.
    /// </summary>
    public bool FindsPlace(ElementExpression element, Step step) =>
        step.Statement is AssignStatement { Target: ElementExpression target }
        && !element.Type.IsView && ClassOf(element) == ClassOf(target) && target.SelfAndDescendants().Skip(1).Contains(element);

    public IEnumerable<int> ClassesWrittenBy(Step call) => call.Statement.PairCall()!.WrittenArguments.Select(ClassOf);

    public bool IsActiveCall(Step call) => Activity.IsActiveCall(call.Statement);

    private static bool IsBehind(Step store, Step step) => store.Order >= step.Order && store.Region.IsWithin(step.Region);

    public int ClassOf(IrExpression place) => Activity.Roots.ClassOf(place.Root() ?? throw new InvalidOperationException($"{IrPrinter.Print(place)} is not a place."));

    public bool IsVaried(IrExpression expression) => Activity.Varied.IsVaried(expression);
}

/// <summary>The reverse sweep cannot be written for a construct; the method can still be differentiated on the tape.</summary>
internal sealed class ReverseNotSupportedException(string construct) : Exception(construct);
