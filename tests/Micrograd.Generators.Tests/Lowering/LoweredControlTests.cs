namespace Micrograd.Generators.Tests.Lowering;

/// <summary>What control is in IR: few kinds of statements, whatever C# calls it.</summary>
public class LoweredControlTests
{
    public static TheoryData<string, string> Forms { get; } = new()
    {
        // A switch is a chain of tests, and goto case the section once more.
        {
            """
            public static double f(double x, int k) { switch (k) { case 0: x *= 2.0; goto case 2; case 1: return x; case 2: x += 1.0; break; default: x = 0.0; break; } return x; }
            """,
            """
            if (k#1 Equal 0)
                x#0 = (x#0 Multiply 2.0)
                x#0 = (x#0 Add 1.0)
            else
                if (k#1 Equal 1)
                    return x#0
                else
                    if (k#1 Equal 2)
                        x#0 = (x#0 Add 1.0)
                    else
                        x#0 = 0.0
            return x#0
            """
        },

        // Arms without effects are one expression.
        {
            """
            public static double f(double x) => x switch { < 0.0 => -x, >= 1.0 and < 2.0 => x * x, _ when x > 5.0 => 1.0, _ => x };
            """,
            """
            return ((x#0 Less 0.0) ? Negate(x#0) : (((x#0 GreaterOrEqual 1.0) LogicalAnd (x#0 Less 2.0)) ? (x#0 Multiply x#0) : ((x#0 Greater 5.0) ? 1.0 : x#0)))
            """
        },

        // What stands in a try is enclosed, and leaves through its cleanup.
        {
            """
            public static int Depth;
            public static double f(double x) { Depth++; try { if (x > 1.0) { return x * x; } x *= 3.0; } finally { Depth--; } return x; }
            """,
            """
            opaque `global::CASE.Depth++;`()
            enclosed by try global::CASE.Depth--;
                if (x#0 Greater 1.0)
                    return (x#0 Multiply x#0)
                x#0 = (x#0 Multiply 3.0)
            return x#0
            """
        },

        // One test finds the target, and each target is put in its branch.
        {
            """
            private abstract class Shape { public abstract double Area(double r); }
            private sealed class Disc : Shape { public override double Area(double r) => 3.0 * r * r; }
            private sealed class Square : Shape { public override double Area(double r) => r * r; }
            private static readonly Shape Chosen = new Disc();
            public static double f(double r) => Chosen.Area(r);
            """,
            """
            global::CASE.Shape self#1 = opaque `global::CASE.Chosen`()
            int type#2 = (opaque `{0} is global::CASE.Disc`(self#1) ? 0 : (opaque `{0} is global::CASE.Square`(self#1) ? 1 : -1))
            if (type#2 Less 0)
                opaque `throw new global::System.NullReferenceException();`()
            double choice#3
            if (type#2 Equal 0)
                global::CASE.Disc disc#4 = opaque `(global::CASE.Disc){0}`(self#1)
                choice#3 = ((3.0 Multiply r#0) Multiply r#0)
            else
                global::CASE.Square square#5 = opaque `(global::CASE.Square){0}`(self#1)
                choice#3 = (r#0 Multiply r#0)
            return choice#3
            """
        },

        // A chain is one loop.
        {
            """
            public static double f(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Where(v => v > 0.0).Sum();
            """,
            """
            int count#2 = opaque `global::System.Math.Min({0}, {1})`(length(a#0), length(b#1))
            double sum#3 = 0.0
            while (i#4 Less count#2)
            initially
                int i#4 = 0
                double p#5 = a#0[i#4]
                double q#6 = b#1[i#4]
                double v#7 = (p#5 Multiply q#6)
                if (v#7 Greater 0.0)
                    sum#3 = (sum#3 Add v#7)
            update
                i#4 = (i#4 Add 1)
            return sum#3
            """
        },

        // A type argument is known where the method is put in.
        {
            """
            public interface IField { static abstract double At(double t); }
            public struct Linear : IField { public static double At(double t) => 2.0 * t; }
            public static double f(double x) => Step<Linear>(x, 0.1);
            private static double Step<T>(double x, double h) where T : struct, IField => x + h * T.At(x);
            """,
            """
            return (x#0 Add (0.1 Multiply (2.0 Multiply x#0)))
            """
        },

        // A delegate chosen by a condition is the number of its target.
        {
            """
            public static double f(double x, bool up) { Func<double, double> g = up ? t => t * t : Math.Sin; return g(x) + g(2.0); }
            """,
            """
            int g#2 = (up#1 ? 0 : 1)
            double choice#3
            if (g#2 Equal 0)
                choice#3 = (x#0 Multiply x#0)
            else
                choice#3 = System.Math.Sin(double)(x#0)
            double choice#4
            if (g#2 Equal 0)
                choice#4 = (2.0 Multiply 2.0)
            else
                choice#4 = System.Math.Sin(double)(2.0)
            return (choice#3 Add choice#4)
            """
        },

        // A recursive method is called through its pair.
        {
            """
            public static double f(double x, int n) => n == 0 ? 1.0 : x * Half(x, n);
            private static double Half(double x, int n) => n <= 1 ? x : Half(x, n / 2) * Half(x, n - n / 2);
            """,
            """
            double choice#5
            if (n#1 Equal 0)
                choice#5 = 1.0
            else
                double choice#4
                if (n#1 LessOrEqual 1)
                    choice#4 = x#0
                else
                    double half#2 = pair global::CASE.Half(x#0, (n#1 Divide 2))
                    double half#3 = pair global::CASE.Half(x#0, (n#1 Subtract (n#1 Divide 2)))
                    choice#4 = (half#2 Multiply half#3)
                choice#5 = (x#0 Multiply choice#4)
            return choice#5
            """
        },

        // A jump out of two loops leaves what encloses both.
        {
            """
            public static double f(double[] a) { double s = 0.0; foreach (double v in a) { for (int k = 0; k < 3; k++) { if (v * k > 1.0) { goto done; } s += v * k; } } done: return s; }
            """,
            """
            double s#1 = 0.0
            until done
                while (i#2 Less length(a#0))
                initially
                    int i#2 = 0
                    double v#3 = a#0[i#2]
                    while (k#4 Less 3)
                    initially
                        int k#4 = 0
                        if ((v#3 Multiply (double)k#4) Greater 1.0)
                            leave to done
                        s#1 = (s#1 Add (v#3 Multiply (double)k#4))
                    update
                        k#4 = (k#4 Add 1)
                update
                    i#2 = (i#2 Add 1)
            return s#1
            """
        },

        // using and lock enclose what stands in them.
        {
            """
            private sealed class Gate : IDisposable { public void Dispose() { } }
            public static double f(double x) { using Gate gate = new(); lock (Lock) { x *= 2.0; } return x; }
            private static readonly object Lock = new();
            """,
            """
            global::CASE.Gate gate#1 = opaque `new global::CASE.Gate()`()
            enclosed by using ({0})
                object gate#3 = opaque `global::CASE.Lock`()
                enclosed by lock ({0})
                    x#0 = (x#0 Multiply 2.0)
                return x#0
            """
        },

        // A loop that tests at its end stays one.
        {
            """
            public static double f(double x, int n) { int k = checked(n * 2); double y = unchecked(k + 1) * x; do { y *= 0.5; } while (y > 1.0); return y; }
            """,
            """
            int k#2 = (n#1 Multiply 2)
            double y#3 = ((double)(k#2 Add 1) Multiply x#0)
            do-while (y#3 Greater 1.0)
                y#3 = (y#3 Multiply 0.5)
            return y#3
            """
        },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void Control_IsLoweredTo(string source, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), LoweringProbe.Lower(source).Text);
}
