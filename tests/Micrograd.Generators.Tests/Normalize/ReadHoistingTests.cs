using System.Reflection;
using Micrograd.Generators.Ir;
using Micrograd.Generators.Tests.Lowering;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Normalize;

/// <summary>Data of objects that loops read: where it is read, and that nothing else is asked of the object than before.</summary>
public class ReadHoistingTests
{
    private const string Data = "public sealed class D { public double[] X = [1.0, 2.0]; public double K = 2.0; public D? Next; } private static void Touch(D d) => d.K = 1.0;\n";

    public static TheoryData<string, string> Loops { get; } = new()
    {
        // The bound asks for the object, so that all of it can be read before the loop, which counts.
        {
            "public static double f(D d, double x) { for (int i = 0; i < d.X.Length; i++) { x = x * d.X[i] + d.K; } return x; }",
            """
            double[] x#7 = opaque `{0}.X`(d#0)
            double k#8 = opaque `{0}.K`(d#0)
            for i#2 from 0 while Less length(x#7) step 1
                double before#6 = (x#1 Multiply x#7[i#2])
                x#1 = (before#6 Add k#8)
            return x#1
            """
        },

        // Nobody has asked before the first trip, which may never come: the array is read without asking, the number in each trip.
        {
            "public static double f(D d, double x, int n) { for (int i = 0; i < n; i++) { x = x * d.X[i] + d.K; } return x; }",
            """
            double[] x#7 = opaque `{0}?.X`(d#0)
            for i#3 from 0 while Less n#2 step 1
                double before#6 = (x#1 Multiply x#7[i#3])
                double k#5 = opaque `{0}.K`(d#0)
                x#1 = (before#6 Add k#5)
            return x#1
            """
        },

        // Code of the user's may change the data.
        {
            "public static double f(D d, double x, int n) { for (int i = 0; i < n; i++) { x = x * d.K; Touch(d); } return x; }",
            """
            for i#3 from 0 while Less n#2 step 1
                double k#4 = opaque `{0}.K`(d#0)
                x#1 = (x#1 Multiply k#4)
                opaque `global::CASE.Touch({0});`(d#0)
            return x#1
            """
        },

        // Another object in each trip.
        {
            "public static double f(D d, double x) { while (d != null) { x = x * d.K; d = d.Next!; } return x; }",
            """
            while opaque `{0} != null`(d#0)
                double k#2 = opaque `{0}.K`(d#0)
                x#1 = (x#1 Multiply k#2)
                d#0 = opaque `{0}.Next`(d#0)
            return x#1
            """
        },

        // The body runs before the object is asked for the bound: it is not there for sure.
        {
            "public static double f(D d, double x) { int i = 0; do { x = x * 2.0; i++; } while (i < d.X.Length); return x; }",
            """
            int i#2 = 0
            double[] x#5 = opaque `{0}?.X`(d#0)
            bool more#6
            do-while more#6
                x#1 = (x#1 Multiply 2.0)
                i#2 = (i#2 Add 1)
                more#6 = (i#2 Less length(x#5))
            return x#1
            """
        },

        // Both objects are asked before anything else happens.
        {
            "public static double f(D d, D e, double x) { while (x < d.K * e.X.Length) { x = x * 2.0 + e.X[0]; } return x; }",
            """
            double k#6 = opaque `{0}.K`(d#0)
            double[] x#7 = opaque `{0}.X`(e#1)
            while (x#2 Less (k#6 Multiply (double)length(x#7)))
                x#2 = ((x#2 Multiply 2.0) Add x#7[0])
            return x#2
            """
        },

        // What the call stores may be the number, under another name; what it only reads is not.
        {
            "private static double Fill(Span<double> a, int n) { a[0] = n; return n == 0 ? 1.0 : Fill(a, n - 1); } public static double f(D d, double x, double[] a, int n) { x = x * d.K; for (int i = 0; i < n; i++) { x = x * d.K + Fill(a, 1); } return x; }",
            """
            double k#4 = opaque `{0}.K`(d#0)
            double x#9 = (x#1 Multiply k#4)
            for i#5 from 0 while Less n#3 step 1
                double k#6 = opaque `{0}.K`(d#0)
                global::System.Span<double> a#7 = view(a#2)
                a#7[0] = (double)1
                double fill#8 = pair global::CASE.Fill(a#7, (1 Subtract 1))
                x#9 = ((x#9 Multiply k#6) Add fill#8)
            return x#9
            """
        },
        {
            "private static double Sum(ReadOnlySpan<double> a, int n) => n == 0 ? 1.0 : a[0] + Sum(a, n - 1); public static double f(D d, double x, double[] a, int n) { x = x * d.K; for (int i = 0; i < n; i++) { x = x * d.K + Sum(a, 1); } return x; }",
            """
            double k#4 = opaque `{0}.K`(d#0)
            double x#11 = (x#1 Multiply k#4)
            double k#10 = opaque `{0}.K`(d#0)
            for i#5 from 0 while Less n#3 step 1
                global::System.ReadOnlySpan<double> a#7 = view(a#2)
                double before#9 = a#7[0]
                double sum#8 = pair global::CASE.Sum(a#7, (1 Subtract 1))
                x#11 = ((x#11 Multiply k#10) Add (before#9 Add sum#8))
            return x#11
            """
        },
    };

    [Theory]
    [MemberData(nameof(Loops))]
    public void Read_StandsWhereItGivesTheSame(string source, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), IrPrinter.Print(LoweringProbe.Lower(Data + source).Normalized.Body));

    // A rule stands for code that is the user's own, and may change what the loop reads.
    [Fact]
    public void NumberThatARuleChanges_IsReadInEachTrip() => GradientProbe.Compile(
        """
        private static double _k;
        private static double Counted(double x) { _k++; return x * x; }
        [DerivativeOf(typeof(Functions), nameof(Counted))] private static void CountedRule(double x, double upstream, ref double dX) => dX += upstream * 2.0 * x;
        [Differentiable] public static double F(double x, int n) { Start(); double s = x; for (int i = 0; i < n; i++) { s = Counted(s) * _k; } return s; }
        [NoDiff] private static void Start() => _k = 0.5;
        """).AgreesWithAllOracles("F", at: [0.7, 3]);

    // Code that is given an object need not ask anything of it.
    [Fact]
    public void ObjectThatIsOnlyPassedOn_IsNotThereForSure()
    {
        Assembly assembly = GradientProbe.Compile(
            Data + """
            [NoDiff] private static double Weight(D? d) => d is null ? 0.5 : d.K;
            [Differentiable] public static double F(D d, double x, int n) { double s = x * Weight(d); for (int i = 0; i < n; i++) { s *= d.K * x * d.X[i]; } return s; }
            public static double Run(int n) { FGradient(null!, 3.0, n, out double dX); return dX; }
            """).Assembly;
        Func<int, double> run = assembly.GetTypes().Single(static t => t.Name == "Functions").GetMethod("Run")!.CreateDelegate<Func<int, double>>();
        Assert.Equal(0.5, run(0));
        Assert.Throws<NullReferenceException>(() => run(1));
    }

    [Fact]
    public void MissingObject_ThrowsWhereItIsAskedOnly()
    {
        Assembly assembly = GradientProbe.Compile(
            Data + """
            [Differentiable] public static double F(D d, double x, int n) { for (int i = 0; i < n; i++) { x *= d.X[i]; } return x; }
            public static double Run(int n) { FGradient(null!, 3.0, n, out double dX); return dX; }
            """).Assembly;
        Func<int, double> run = assembly.GetTypes().Single(static t => t.Name == "Functions").GetMethod("Run")!.CreateDelegate<Func<int, double>>();
        Assert.Equal(1.0, run(0));
        Assert.Throws<NullReferenceException>(() => run(1));
    }
}
