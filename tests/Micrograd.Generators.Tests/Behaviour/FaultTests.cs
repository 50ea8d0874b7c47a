using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Behaviour;

/// <summary>
/// Exceptions in the middle of either sweep. What the method throws its gradient throws, with the caller's arrays as the method leaves
/// them; scratch memory is returned, and the next call is right.
/// </summary>
public class FaultTests
{
    private static readonly double[] Four = [0.5, -0.25, 0.125, 0.75];

    private static GradientProbe Probe => FaultyFunctions.Probe;

    public static TheoryData<string, object[], object[], Type> Forward => new()
    {
        { "NestedLoops", [Four, 2, 1], [Four, -1, 0], typeof(InvalidOperationException) },
        { "NestedLoops", [Four, 0, 0], [Four, 9, 0], typeof(InvalidOperationException) },
        { "Recursive", [Four, 9, 2], [Four, 9, -99], typeof(InvalidOperationException) },
        { "Recursive", [Four, 9, 9], [Four, 8, -99], typeof(InvalidOperationException) },
        { "Divides", [Four, new[] { 1, 2, 0, 1 }], [Four, new[] { 1, 2, 1, 1 }], typeof(DivideByZeroException) },
        { "Overflows", [Four, int.MaxValue / 4], [Four, 3], typeof(OverflowException) },
        { "NewArray", [Four, -1], [Four, 4], typeof(OverflowException) },
        { "NewArray", [Four, 5], [Four, 0], typeof(IndexOutOfRangeException) },
        { "NewGrid", [Four, -1], [Four, 4], typeof(OverflowException) },
        { "Slices", [Four, 3, 2], [Four, 4, 0], typeof(ArgumentOutOfRangeException) },
        { "Slices", [Four, -1, 2], [Four, 1, 1], typeof(ArgumentOutOfRangeException) },
        { "SlicesOfLocal", [Four, 3, 2], [Four, 1, 3], typeof(ArgumentOutOfRangeException) },
        { "NegativeSlice", [Four, 3], [Four, 1], typeof(ArgumentOutOfRangeException) },
        { "Copies", [Four, 3], [Four, 5], typeof(ArgumentException) },
        { "CopiesPart", [Four, 5], [Four, 4], typeof(ArgumentException) },
        { "CopiesPart", [Four, -1], [Four, 2], typeof(ArgumentOutOfRangeException) },
        { "Fills", [Four, 0], [Four, 2], typeof(IndexOutOfRangeException) },
        { "Finally", [Four, 2], [Four, 7], typeof(InvalidOperationException) },
    };

    [Theory]
    [MemberData(nameof(Forward))]
    public void ThrownInTheForwardSweep_IsWhatTheMethodThrows(string name, object[] bad, object[] good, Type expected)
    {
        ProbedMethod method = Probe[name];
        object[] original = method.Arguments(bad);
        Assert.IsType(expected, Record.Exception(() => method.Call(original)));

        Faults(method, bad, (_, thrown, arguments) =>
        {
            Assert.IsAssignableFrom(expected, thrown);
            Assert.Equal(ProbedMethod.Flatten(original), ProbedMethod.Flatten(arguments));
        });
        Probe.AgreesWithAllOracles(name, at: good);
    }

    // By the time a rule runs the forward sweep is over: the caller's arrays hold what the method leaves in them.
    [Theory]
    [InlineData("RuleInLoop", 3, 1)]
    [InlineData("RuleInLoop", 3, 3)]
    [InlineData("RuleInRecursion", 5, 1)]
    [InlineData("RuleInRecursion", 5, 4)]
    public void ThrownInTheReverseSweep_LeavesWhatTheMethodLeaves(string name, int n, int fuse)
    {
        ProbedMethod method = Probe[name];
        object[] original = method.Arguments([Four, n]);
        method.Call(original);

        Faults(method, [Four, n], (_, thrown, arguments) =>
        {
            Assert.Equal("burnt", Assert.IsType<InvalidOperationException>(thrown).Message);
            Assert.Equal(ProbedMethod.Flatten(original), ProbedMethod.Flatten(arguments));
        }, () => Set("Fuse", fuse));
        Set("Fuse", int.MaxValue);
        Probe.AgreesWithAllOracles(name, at: [Four, n]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void GetterThatThrows_IsCalledAsOftenAsTheMethodCallsIt(int fuse)
    {
        ProbedMethod method = Probe["Getter"];
        object[] original = method.Arguments([Four]);
        Set("Fuse", fuse);
        Assert.IsType<InvalidOperationException>(Record.Exception(() => method.Call(original)));

        Faults(method, [Four], (_, thrown, arguments) =>
        {
            Assert.Equal("burnt", Assert.IsType<InvalidOperationException>(thrown).Message);
            Assert.Equal(ProbedMethod.Flatten(original), ProbedMethod.Flatten(arguments));
        }, () => Set("Fuse", fuse));
        Set("Fuse", 5);
        method.Gradient(method.Arguments([Four]), [new double[4]]);
        Assert.Equal(1, Get("Fuse"));
        Set("Fuse", int.MaxValue);
    }

    [Fact]
    public void Finally_RunsAsOftenAsInTheMethod()
    {
        ProbedMethod method = Probe["Finally"];
        Faults(method, [Four, 2], static (_, thrown, _) => Assert.NotNull(thrown), static () => Set("Deepest", 0));
        Assert.Equal(3, Get("Deepest"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public void LoopThatDoesNotRun_RecordsNothing(int n)
    {
        object?[] derivatives = [0.0, null];
        Assert.Equal(0.75, Probe["Records"].Gradient(Probe["Records"].Arguments([0.75, n]), derivatives));
        Assert.Equal(1.0, derivatives[0]);
    }

    // 2^31 numbers are more than an array holds on any machine.
    [Fact]
    public void LoopThatRecordsTooMuch_NamesTheMethod()
    {
        ProbedMethod method = Probe["Records"];
        Faults(method, [0.75, int.MaxValue], static (_, thrown, _) =>
            Assert.Contains("Probes.Functions.Records", Assert.IsType<InsufficientMemoryException>(thrown).Message, StringComparison.Ordinal));
        Probe.AgreesWithAllOracles("Records", at: [0.75, 5]);
    }

    // A method that watches its stack is watched in the gradient, whose frames are larger: it ends at a smaller depth, by the same exception.
    [Fact]
    public void RecursionThatWatchesItsStack_EndsByItsOwnException()
    {
        ProbedMethod method = Probe["Guarded"];
        Faults(method, [0.75, int.MaxValue], static (_, thrown, _) => Assert.IsType<InsufficientExecutionStackException>(thrown));
        Probe.AgreesWithAllOracles("Guarded", at: [0.75, 5]);
    }

    // Both members, twice: what the first call left behind the second would find.
    private static void Faults(ProbedMethod method, object[] at, Action<bool, Exception?, object[]> outcome, Action? prepare = null)
    {
        for (int i = 0; i < 4; i++)
        {
            bool gradient = i % 2 == 0;
            object[] arguments = method.Arguments(at);
            object?[] derivatives = method.Derivatives(arguments, static () => 0.5);
            long scratch = ScratchMemory.BytesInUse;
            prepare?.Invoke();
            Exception? thrown = Record.Exception(() => gradient ? method.Gradient(arguments, derivatives) : method.Backward(arguments, 1.0, derivatives));
            Assert.Equal(scratch, ScratchMemory.BytesInUse);
            outcome(gradient, thrown, arguments);
        }
    }

    private static void Set(string field, int value) => Field(field).SetValue(null, value);

    private static object? Get(string field) => Field(field).GetValue(null);

    private static FieldInfo Field(string name) => Probe.Assembly.GetType("Probes.Functions")!.GetField(name)!;
}
