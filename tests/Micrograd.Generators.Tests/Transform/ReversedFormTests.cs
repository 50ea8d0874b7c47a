using Micrograd.Generators.Ir;
using Micrograd.Generators.Tests.Lowering;
using Micrograd.Generators.Transform.Reverse;

namespace Micrograd.Generators.Tests.Transform;

/// <summary>Both sweeps in IR, before they are optimised: what is recorded, where it lies, and what is computed again.</summary>
public class ReversedFormTests
{
    public static TheoryData<string, string> Methods { get; } = new()
    {
        // What its local still holds is read there: nothing is kept.
        {
            "public static double f(double x, double y) { double p = x * y; double s = Math.Sin(p); x = s * p; return x * y; }",
            """
            // Forward
            double p#2 = (x#0 Multiply y#1)
            double s#3 = System.Math.Sin(double)(p#2)
            double x#4 = (s#3 Multiply p#2)
            // Reverse
            double dX#12 = 0.0
            double dY#9 = 0.0
            double dP#11 = 0.0
            double dS#10 = 0.0
            double dX#8 = 0.0
            dX#8 = (dX#8 Add (upstream#5 Multiply y#1))
            dY#9 = (dY#9 Add (upstream#5 Multiply x#4))
            dS#10 = (dS#10 Add (dX#8 Multiply p#2))
            dP#11 = (dP#11 Add (dX#8 Multiply s#3))
            dP#11 = (dP#11 Add (dS#10 Multiply System.Math.Cos(double)(p#2)))
            dX#12 = (dX#12 Add (dP#11 Multiply y#1))
            dY#9 = (dY#9 Add (dP#11 Multiply x#0))
            dX#6 = (dX#6 Add dX#12)
            dY#7 = (dY#7 Add dY#9)
            return (x#4 Multiply y#1)
            """
        },

        // A part of an expression that the reverse sweep needs is computed apart.
        {
            "public static double f(double x) { double y = x * x; double z = Math.Exp(y) * y; y = Math.Sin(z); return y * z; }",
            """
            // Forward
            double y#1 = (x#0 Multiply x#0)
            double exp#11 = System.Math.Exp(double)(y#1)
            double z#2 = (exp#11 Multiply y#1)
            double y#3 = System.Math.Sin(double)(z#2)
            // Reverse
            double dX#10 = 0.0
            double dY#9 = 0.0
            double dZ#7 = 0.0
            double dY#6 = 0.0
            dY#6 = (dY#6 Add (upstream#4 Multiply z#2))
            dZ#7 = (dZ#7 Add (upstream#4 Multiply y#3))
            dZ#7 = (dZ#7 Add (dY#6 Multiply System.Math.Cos(double)(z#2)))
            double adjoint#12 = (dZ#7 Multiply y#1)
            dY#9 = (dY#9 Add ((adjoint#12 Equal 0.0) ? 0.0 : (adjoint#12 Multiply exp#11)))
            dY#9 = (dY#9 Add (dZ#7 Multiply exp#11))
            dX#10 = (dX#10 Add ((dY#9 Multiply x#0) Add (dY#9 Multiply x#0)))
            dX#5 = (dX#5 Add dX#10)
            return (y#3 Multiply z#2)
            """
        },

        // In a counted loop, an element for each trip.
        {
            "public static double f(double[] w, double x) { for (int i = 0; i < w.Length; i++) { x = Math.Tanh(w[i] * x); } return x; }",
            """
            // Forward
            take Arrays xRecord#10[length(w#0)]
            take Arrays xRecord#12[length(w#0)]
            for i#2 from 0 while Less length(w#0) step 1
                xRecord#10[i#2] = x#1
                x#1 = System.Math.Tanh(double)((w#0[i#2] Multiply x#1))
                xRecord#12[i#2] = x#1
            // Reverse
            double dX#6 = 0.0
            dX#6 = (dX#6 Add upstream#3)
            for i#2 from (length(w#0) Subtract 1) while GreaterOrEqual 0 step -1
                double x#9 = xRecord#10[i#2]
                double x#11 = xRecord#12[i#2]
                double adjoint#13 = dX#6
                dX#6 = 0.0
                double adjoint#14 = (adjoint#13 Multiply (1.0 Subtract (x#11 Multiply x#11)))
                dW#4[i#2] = (dW#4[i#2] Add (adjoint#14 Multiply x#9))
                dX#6 = (dX#6 Add (adjoint#14 Multiply w#0[i#2]))
            dX#5 = (dX#5 Add dX#6)
            return x#1
            """
        },

        // In a loop whose trips nobody knows before, the stack, and the number of trips.
        {
            "public static double f(double x) { while (x > 1.0) { x = 0.5 * x * Math.Cos(x); } return x; }",
            """
            // Forward
            long trips#1 = 0L
            while (x#0 Greater 1.0)
                double x#8 = x#0
                double cos#9 = System.Math.Cos(double)(x#0)
                x#0 = ((0.5 Multiply x#0) Multiply cos#9)
                push x#8
                push cos#9
                trips#1 = (trips#1 Add 1L)
            // Reverse
            double dX#4 = 0.0
            dX#4 = (dX#4 Add upstream#2)
            for trip#12 from (trips#1 Subtract 1L) while GreaterOrEqual 0L step -1
                double cos#10 = pop
                double x#7 = pop
                double adjoint#11 = dX#4
                dX#4 = 0.0
                dX#4 = (dX#4 Add ((adjoint#11 Multiply cos#10) Multiply 0.5))
                dX#4 = (dX#4 Add ((adjoint#11 Multiply (0.5 Multiply x#7)) Multiply Negate(System.Math.Sin(double)(x#7))))
            dX#3 = (dX#3 Add dX#4)
            return x#0
            """
        },

        // What a store overwrites is recorded, and put back while stepping back, on a copy of the caller's array.
        {
            "public static double f(double[] a) { for (int i = 1; i < a.Length; i++) { a[i] = a[i] * a[i - 1]; } return a[^1]; }",
            """
            // Forward
            int iTrips#9 = opaque `global::System.Math.Max({0}, {1})`(0, (length(a#0) Subtract 1))
            take Arrays oldRecord#10[iTrips#9]
            for i#1 from 1 while Less length(a#0) step 1
                oldRecord#10[(i#1 Subtract 1)] = a#0[i#1]
                a#0[i#1] = (a#0[i#1] Multiply a#0[(i#1 Subtract 1)])
            double result#12 = a#0[(length(a#0) Subtract 1)]
            // Reverse
            take Arrays aRestored#6[length(a#0)]
            copy a#0 to aRestored#6
            dA#3[(length(aRestored#6) Subtract 1)] = (dA#3[(length(aRestored#6) Subtract 1)] Add upstream#2)
            for i#1 from (length(aRestored#6) Subtract 1) while GreaterOrEqual 1 step -1
                double adjoint#11 = dA#3[i#1]
                dA#3[i#1] = 0.0
                aRestored#6[i#1] = oldRecord#10[(i#1 Subtract 1)]
                dA#3[i#1] = (dA#3[i#1] Add (adjoint#11 Multiply aRestored#6[(i#1 Subtract 1)]))
                dA#3[(i#1 Subtract 1)] = (dA#3[(i#1 Subtract 1)] Add (adjoint#11 Multiply aRestored#6[i#1]))
            return result#12
            """
        },

        // The test is computed again from what it read.
        {
            "public static double f(double x, double y) { double m = x; if (x * y > 0.0) { m = x * y; } else { y = 2.0 * m; } return m * y; }",
            """
            // Forward
            double y#9 = y#1
            double m#2 = x#0
            if ((x#0 Multiply y#1) Greater 0.0)
                m#2 = (x#0 Multiply y#1)
            else
                y#1 = (2.0 Multiply m#2)
            // Reverse
            double dX#8 = 0.0
            double dY#7 = 0.0
            double dM#6 = 0.0
            dM#6 = (dM#6 Add (upstream#3 Multiply y#1))
            dY#7 = (dY#7 Add (upstream#3 Multiply m#2))
            if ((x#0 Multiply y#9) Greater 0.0)
                dX#8 = (dX#8 Add (dM#6 Multiply y#9))
                dY#7 = (dY#7 Add (dM#6 Multiply x#0))
                dM#6 = 0.0
            else
                dM#6 = (dM#6 Add (dY#7 Multiply 2.0))
                dY#7 = 0.0
            dX#8 = (dX#8 Add dM#6)
            dX#4 = (dX#4 Add dX#8)
            dY#5 = (dY#5 Add dY#7)
            return (m#2 Multiply y#1)
            """
        },

        // An array of the method's own lies on the stack of arrays, and so does its adjoint.
        {
            "public static double f(double[] x, int n) { double[] t = new double[n]; for (int i = 0; i < n; i++) { t[i] = x[i] * x[i]; } double s = 0.0; for (int i = 0; i < n; i++) { s += t[i] * x[i]; } return s; }",
            """
            // Forward
            take Arrays t#2[n#1] cleared
            for i#3 from 0 while Less n#1 step 1
                t#2[i#3] = (x#0[i#3] Multiply x#0[i#3])
            double s#4 = 0.0
            for i#5 from 0 while Less n#1 step 1
                s#4 = (s#4 Add (t#2[i#5] Multiply x#0[i#5]))
            // Reverse
            take Arrays dT#10[n#1] cleared
            double dS#9 = 0.0
            dS#9 = (dS#9 Add upstream#6)
            for i#5 from (opaque `global::System.Math.Max({0}, {1})`(0, n#1) Subtract 1) while GreaterOrEqual 0 step -1
                dT#10[i#5] = (dT#10[i#5] Add (dS#9 Multiply x#0[i#5]))
                dX#7[i#5] = (dX#7[i#5] Add (dS#9 Multiply t#2[i#5]))
            for i#3 from (opaque `global::System.Math.Max({0}, {1})`(0, n#1) Subtract 1) while GreaterOrEqual 0 step -1
                double adjoint#12 = dT#10[i#3]
                dT#10[i#3] = 0.0
                dX#7[i#3] = (dX#7[i#3] Add ((adjoint#12 Multiply x#0[i#3]) Add (adjoint#12 Multiply x#0[i#3])))
            return s#4
            """
        },

        // A recursive call goes forward and comes back through its pair.
        {
            "public static double f(double x, int n) => n < 1 ? x : x * f(Math.Sin(x), n - 1);",
            """
            // Forward
            double f#11 = 0.0
            double sin#13 = 0.0
            double choice#3
            if (n#1 Less 1)
                choice#3 = x#0
            else
                double sin#12 = System.Math.Sin(double)(x#0)
                sin#13 = sin#12
                double f#2 = opaque `fDerivatives_0.fForward({0}, {1}, {records})`(sin#12, (n#1 Subtract 1))
                f#11 = f#2
                choice#3 = (x#0 Multiply f#2)
            // Reverse
            double dX#8 = 0.0
            double dChoice#7 = 0.0
            dChoice#7 = (dChoice#7 Add upstream#4)
            if (n#1 Less 1)
                dX#8 = (dX#8 Add dChoice#7)
                dChoice#7 = 0.0
            else
                double dF#9 = 0.0
                dX#8 = (dX#8 Add (dChoice#7 Multiply f#11))
                dF#9 = (dF#9 Add (dChoice#7 Multiply x#0))
                dChoice#7 = 0.0
                double dArgument#14 = 0.0
                opaque `fDerivatives_0.fReverse({0}, {1}, {2}, ref {3}, {records});`(sin#13, (n#1 Subtract 1), dF#9, dArgument#14)
                dX#8 = (dX#8 Add (dArgument#14 Multiply System.Math.Cos(double)(x#0)))
            dX#5 = (dX#5 Add dX#8)
            return choice#3
            """
        },

        // A loop with an exit is stepped back as many trips as it took.
        {
            "public static double f(double[] a, double x) { int n = 0; for (int i = 0; i < a.Length; i++) { if (a[i] < 0.0) { break; } x *= a[i]; n++; } return x * n; }",
            """
            // Forward
            int n#2 = 0
            int i#3 = 0
            bool stopped#4 = false
            long trips#5 = 0L
            while (Not(stopped#4) LogicalAnd (i#3 Less length(a#0)))
                double x#13 = x#1
                int i#15 = i#3
                if (a#0[i#3] Less 0.0)
                    stopped#4 = true
                else
                    x#1 = (x#1 Multiply a#0[i#3])
                    n#2 = (n#2 Add 1)
                if Not(stopped#4)
                    i#3 = (i#3 Add 1)
                push x#13
                push i#15
                trips#5 = (trips#5 Add 1L)
            // Reverse
            double dX#9 = 0.0
            dX#9 = (dX#9 Add (upstream#6 Multiply (double)n#2))
            for trip#17 from (trips#5 Subtract 1L) while GreaterOrEqual 0L step -1
                int i#14 = pop
                double x#12 = pop
                if (a#0[i#14] Less 0.0)
                else
                    double adjoint#16 = dX#9
                    dX#9 = 0.0
                    dX#9 = (dX#9 Add (adjoint#16 Multiply a#0[i#14]))
                    dA#7[i#14] = (dA#7[i#14] Add (adjoint#16 Multiply x#12))
            dX#8 = (dX#8 Add dX#9)
            return (x#1 Multiply (double)n#2)
            """
        },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public void Method_IsReversed(string source, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), IrPrinter.Print(ReverseTransform.Apply(LoweringProbe.Lower(source).Normalized).Statements));
}
