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
            double[] x#7 = opaque `{0}?.X!`(d#0)
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
