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

    private static readonly Lazy<GradientProbe> LazyProbe = new(() => GradientProbe.Compile("""
        // Whatever burns it down to 0 throws.
        public static int Fuse = int.MaxValue;

        public static int Deepest;

        public static double Level
        {
            get
            {
                Burn();
                return 0.5;
            }
        }

        private static void Burn()
        {
            if (--Fuse == 0) { throw new InvalidOperationException("burnt"); }
        }

        [Differentiable]
        public static double NestedLoops(Span<double> x, int row, int column)
        {
            double t = 1.0;
            for (int i = 0; i < x.Length; i++)
            {
                double[] buffer = new double[x.Length];
                for (int j = 0; j < x.Length; j++)
                {
                    int k = 0;
                    while (t < 5.0 && k < 3) { t = t * (1.0 + x[j] * x[j]) + 0.1; k++; }
                    if (i == row && j == column) { throw new InvalidOperationException("the user's own"); }
                    buffer[j] = Math.Sin(t) * x[i];
                    x[j] = buffer[j] * t;
                }

                t += buffer[i];
            }

            return t;
        }

        [Differentiable]
        public static double Recursive(Span<double> x, int depth, int bad) => Even(x, depth, bad) * x[0];

        private static double Even(Span<double> x, int n, int bad)
        {
            if (n == bad) { throw new InvalidOperationException("the user's own"); }
            if (n <= 0) { return 1.0; }
            x[n % x.Length] *= 1.5;
            double t = Odd(x, n - 1, bad);
            return t * x[n % x.Length] + Math.Sin(t);
        }

        private static double Odd(Span<double> x, int n, int bad)
        {
            if (n == bad) { throw new InvalidOperationException("the user's own"); }
            return n <= 0 ? x[0] : Even(x, n - 1, bad) * x[n % x.Length];
        }

        [Differentiable]
        public static double Getter(double[] x)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++) { s = s * x[i] + Level; x[i] = s; }
            return s;
        }

        [Differentiable]
        public static double Divides(Span<double> x, int[] n)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++) { s = s * x[i % (4 / n[i])]; x[i] = s * s; }
            return s;
        }

        [Differentiable]
        public static double Overflows(Span<double> x, int n)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++) { n = checked(n * 2); s = s * x[i] + n; x[i] = s; }
            return s;
        }

        [Differentiable]
        public static double NewArray(Span<double> x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] t = new double[n];
            for (int i = 0; i < n; i++) { t[i] = x[i] * x[0]; }
            double s = 1.0;
            for (int i = 0; i < n; i++) { s = s * t[i] + 1.0; }
            return s;
        }

        [Differentiable]
        public static double NewGrid(Span<double> x, int n)
        {
            x[0] = x[0] * 2.0;
            double[,] t = new double[2, n];
            for (int i = 0; i < n; i++) { t[1, i] = x[i] * x[0]; }
            return n > 0 ? t[1, 0] * t[1, n - 1] : x[0];
        }

        [Differentiable]
        public static double Slices(Span<double> x, int start, int length)
        {
            x[0] = x[0] * 2.0;
            Span<double> t = x.Slice(start, length);
            double s = 1.0;
            for (int i = 0; i < t.Length; i++) { s = s * t[i] + 1.0; }
            return s;
        }

        [Differentiable]
        public static double SlicesOfLocal(Span<double> x, int start, int length)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[x.Length];
            x.CopyTo(a);
            Span<double> t = a.AsSpan(start, length);
            double s = 1.0;
            for (int i = 0; i < t.Length; i++) { s = s * t[i] + 1.0; }
            return s;
        }

        [Differentiable]
        public static double Copies(double[] x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[n];
            x.CopyTo(a, 0);
            return a[0] * a[n - 1];
        }

        [Differentiable]
        public static double CopiesPart(double[] x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[4];
            Array.Copy(x, a, n);
            return a[0] * a[3];
        }

        [Differentiable]
        public static double Fills(Span<double> x, int n)
        {
            x[0] = x[0] * 2.0;
            double[] a = new double[n];
            Array.Fill(a, x[0]);
            return a[n - 1] * x[1];
        }

        [Differentiable]
        public static double Finally(Span<double> x, int n)
        {
            double s = 1.0;
            for (int i = 0; i < x.Length; i++)
            {
                try
                {
                    s = s * x[i];
                    if (i == n) { throw new InvalidOperationException("the user's own"); }
                    x[i] = s + 1.0;
                }
                finally
                {
                    Deepest++;
                }
            }

            return s;
        }

        [Differentiable]
        public static double Records(double x, int n)
        {
            double a = x;
            for (int i = 0; i < n; i++) { a = Math.Sin(a) * x; }
            return a;
        }

        [Differentiable]
        public static double Guarded(double x, int n)
        {
            System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
            return n == 0 ? x : Math.Sin(Guarded(x, n - 1)) * x;
        }

        // The method itself works; its derivative throws, in the reverse sweep.
        [Differentiable]
        public static double RuleInLoop(Span<double> x, int n)
        {
            double s = 1.0;
            for (int i = 0; i < n; i++) { s = Special(s * x[i]) + x[i]; x[i] = s; }
            return s;
        }

        [Differentiable]
        public static double RuleInRecursion(Span<double> x, int n)
        {
            if (n == 0) { return x[0]; }
            double t = RuleInRecursion(x, n - 1);
            x[n % x.Length] = Special(t * x[n % x.Length]);
            return t * x[n % x.Length];
        }

        private static double Special(double x) => x * x;

        [DerivativeOf(typeof(Functions), nameof(Special))]
        private static void SpecialBackward(double x, double upstream, ref double dX)
        {
            Burn();
            dX += 2.0 * x * upstream;
        }
        """));

    private static GradientProbe Probe => LazyProbe.Value;

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
