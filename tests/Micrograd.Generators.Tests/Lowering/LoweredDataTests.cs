namespace Micrograd.Generators.Tests.Lowering;

/// <summary>What data is in IR: numbers, and arrays of numbers, whatever C# calls them.</summary>
public class LoweredDataTests
{
    public static TheoryData<string, string> Forms { get; } = new()
    {
        // A record struct is its fields; its operators and properties are put in their places.
        {
            """
            public readonly record struct P(double X, double Y) { public double Norm => X * X + Y * Y; public static P operator +(P a, P b) => new(a.X + b.X, a.Y + b.Y); }
            public static double f(double x) { P p = new(x, 2.0); P q = p with { Y = x }; p += q; return p.Norm; }
            """,
            """
            double pX#1 = x#0
            double pY#2 = 2.0
            double qX#3 = pX#1
            double qY#4 = x#0
            pX#1 = (pX#1 Add qX#3)
            pY#2 = (pY#2 Add qY#4)
            return ((pX#1 Multiply pX#1) Add (pY#2 Multiply pY#2))
            """
        },

        // A copy of a struct keeps its fields; a method changes those of the original.
        {
            """
            public struct P { public double X; public double Y; public void Turn() { (X, Y) = (-Y, X); } }
            public static double f(double x) { P p = default; p.X = x; P before = p; p.Turn(); return p.Y + before.X; }
            """,
            """
            double pX#1 = 0.0
            double pY#2 = 0.0
            pX#1 = x#0
            double beforeX#3 = pX#1
            double beforeY#4 = pY#2
            double pXBefore#5 = pX#1
            pX#1 = Negate(pY#2)
            pY#2 = pXBefore#5
            return (pY#2 Add beforeX#3)
            """
        },

        // A tuple is its elements; a swap reads both before it writes.
        {
            """
            public static double f(double x, double y) { (double a, (double b, int n)) = (x, (y, 2)); (a, b) = (b, a); var t = (Sum: a + b, n); return t.Sum * t.n; }
            """,
            """
            double a#2
            double b#3
            int n#4
            a#2 = x#0
            b#3 = y#1
            n#4 = 2
            double aBefore#5 = a#2
            a#2 = b#3
            b#3 = aBefore#5
            double tSum#6 = (a#2 Add b#3)
            int tN#7 = n#4
            return (tSum#6 Multiply (double)tN#7)
            """
        },

        // A row is a view into the rows.
        {
            """
            public static double f(double[][] rows) { double s = 0.0; foreach (double[] row in rows) { row[0] *= 2.0; s += row[^1]; } return s; }
            """,
            """
            double s#1 = 0.0
            while (i#2 Less length(rows#0))
            initially
                int i#2 = 0
                double[] row#3 = rows#0[i#2]
                row#3[0] = (row#3[0] Multiply 2.0)
                s#1 = (s#1 Add row#3[(length(row#3) Subtract 1)])
            update
                i#2 = (i#2 Add 1)
            return s#1
            """
        },

        // A reference is the place it stands for.
        {
            """
            public struct P { public double X; public double Y; }
            public static double f(double[] a) { P p = new() { X = a[0], Y = a[1] }; Scale(ref p, 2.0); Scale(ref p.X); Scale(ref a[1]); return p.X + p.Y + a[1]; }
            private static void Scale(ref P p, double by) { p.X *= by; p.Y *= by; }
            private static void Scale(ref double v) => v *= 3.0;
            """,
            """
            double pX#1 = a#0[0]
            double pY#2 = a#0[1]
            pX#1 = (pX#1 Multiply 2.0)
            pY#2 = (pY#2 Multiply 2.0)
            pX#1 = (pX#1 Multiply 3.0)
            a#0[1] = (a#0[1] Multiply 3.0)
            return ((pX#1 Add pY#2) Add a#0[1])
            """
        },

        // A grid made here is one array; a parameter keeps its indices.
        {
            """
            public static double f(double[,] a) { double[,] b = new double[2, 2]; b[1, 0] = a[0, 1]; b[1, 0] *= 2.0; double s = 0.0; foreach (double v in b) { s += v; } return s + a.GetLength(1); }
            """,
            """
            double[] b#2 = new double[](4)
            b#2[2] = a#0[0, 1]
            b#2[2] = (b#2[2] Multiply 2.0)
            double s#3 = 0.0
            while (i#4 Less length(b#2))
            initially
                int i#4 = 0
                double v#5 = b#2[i#4]
                s#3 = (s#3 Add v#5)
            update
                i#4 = (i#4 Add 1)
            return (s#3 Add (double)length(a#0, 1))
            """
        },

        // An array of structs is an array for each field.
        {
            """
            public struct P { public double X; public double V; }
            public static double f(double v) { P[] ps = new P[2]; ps[1].V = v; for (int i = 0; i < ps.Length; i++) { ps[i].X += 0.5 * ps[i].V; } ref P last = ref ps[^1]; last.X *= 2.0; return last.X; }
            """,
            """
            double[] psX#3 = new double[](2)
            double[] psV#4 = new double[](2)
            psV#4[1] = v#0
            while (i#5 Less length(psX#3))
            initially
                int i#5 = 0
                psX#3[i#5] = (psX#3[i#5] Add (0.5 Multiply psV#4[i#5]))
            update
                i#5 = (i#5 Add 1)
            int index#6 = (length(psX#3) Subtract 1)
            double[] lastArray#7 = psX#3
            int lastIndex#8 = index#6
            double[] lastArray#9 = psV#4
            lastArray#7[lastIndex#8] = (lastArray#7[lastIndex#8] Multiply 2.0)
            return lastArray#7[lastIndex#8]
            """
        },

        // A complex number is its parts, computed in the order of the framework.
        {
            """
            public static double f(double x) { Complex z = new(x, 1.0); z *= z; return z.Real + z.Imaginary; }
            """,
            """
            double zReal#1 = x#0
            double zImaginary#2 = 1.0
            double before#3 = ((zImaginary#2 Multiply zReal#1) Add (zReal#1 Multiply zImaginary#2))
            zReal#1 = ((zReal#1 Multiply zReal#1) Subtract (zImaginary#2 Multiply zImaginary#2))
            zImaginary#2 = before#3
            return (zReal#1 Add zImaginary#2)
            """
        },

        // Copies are loops; where the memory may overlap, through a copy.
        {
            """
            public static double f(double[] a) { double[] b = (double[])a.Clone(); Span<double> tail = b.AsSpan(1); tail.Fill(a[0]); Array.Copy(a, 0, b, 1, 2); return b[1]; }
            """,
            """
            double[] copy#2 = new double[](length(a#0))
            while (i#3 Less length(a#0))
            initially
                int i#3 = 0
                copy#2[i#3] = a#0[i#3]
            update
                i#3 = (i#3 Add 1)
            double[] b#1 = copy#2
            global::System.Span<double> tail#4 = view(b#1, 1)
            double fill#5 = a#0[0]
            while (i#6 Less length(tail#4))
            initially
                int i#6 = 0
                tail#4[i#6] = fill#5
            update
                i#6 = (i#6 Add 1)
            global::System.ReadOnlySpan<double> source#7 = view(a#0, 0, 2)
            global::System.Span<double> target#8 = view(b#1, 1, length(source#7))
            double[] copy#9 = new double[](length(source#7))
            while (i#10 Less length(source#7))
            initially
                int i#10 = 0
                copy#9[i#10] = source#7[i#10]
            update
                i#10 = (i#10 Add 1)
            while (i#11 Less length(source#7))
            initially
                int i#11 = 0
                target#8[i#11] = copy#9[i#11]
            update
                i#11 = (i#11 Add 1)
            return b#1[1]
            """
        },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Data_IsLoweredTo(string source, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), LoweringProbe.Lower(source).Text);
}
