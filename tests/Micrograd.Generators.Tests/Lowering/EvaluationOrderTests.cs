namespace Micrograd.Generators.Tests.Lowering;

/// <summary>Expressions come out pure, and what they did besides stands before them in the order C# does it.</summary>
public class EvaluationOrderTests
{
    [Theory]

    // x is read before y changes, and does not change itself: nothing to save.
    [InlineData("public static double f(double x, double y) { double t = x * (y = x); return t * y; }", """
        y#1 = x#0
        double t#2 = (x#0 Multiply y#1)
        return (t#2 Multiply y#1)
        """)]

    // y is read before it changes.
    [InlineData("public static double f(double x, double y) { double t = y * (y = x); return t; }", """
        double yBefore#3 = y#1
        y#1 = x#0
        double t#2 = (yBefore#3 Multiply y#1)
        return t#2
        """)]

    // The place is a[old i], the value is a[new i].
    [InlineData("public static double f(double[] a, int i) { a[i++] = a[i]; return i; }", """
        int iBefore#2 = i#1
        i#1 = (i#1 Add 1)
        a#0[iBefore#2] = a#0[i#1]
        return (double)i#1
        """)]

    // The value of an assignment is what the place holds after it.
    [InlineData("public static double f(double[] arr, double res) { res += (arr[0] *= 5); return res; }", """
        arr#0[0] = (arr#0[0] Multiply 5.0)
        res#1 = (res#1 Add arr#0[0])
        return res#1
        """)]

    public void Expression_HasItsSideEffectsBeforeIt(string source, string expected) => Check(source, expected);

    [Theory]

    // A test with an effect opens each trip.
    [InlineData("public static double f(double x, int choice) { while (choice-- > 0) { x *= 2; } return x; }", """
        while true
            int choiceBefore#2 = choice#1
            choice#1 = (choice#1 Subtract 1)
            if Not((choiceBefore#2 Greater 0))
                break
            x#0 = (x#0 Multiply 2.0)
        return x#0
        """)]
    [InlineData("public static double f(double i, double j) { double res = 0; for (int d = 0; (res += i * j) > 0; ++d) { if (d == 1) { break; } } return res; }", """
        double res#2 = 0.0
        while true
        initially
            int d#3 = 0
            res#2 = (res#2 Add (i#0 Multiply j#1))
            if Not((res#2 Greater 0.0))
                break
            if (d#3 Equal 1)
                break
        update
            d#3 = (d#3 Add 1)
        return res#2
        """)]

    // Two views of one memory change names; the values of a swap are all read before the first store.
    [InlineData("public static double f(double[] a, double[] b) { (a, b) = (b, a); (a[0], a[1]) = (a[1], a[0]); return a[0]; }", """
        double[] aBefore#2 = a#0
        a#0 = b#1
        b#1 = aBefore#2
        double before#3 = a#0[0]
        a#0[0] = a#0[1]
        a#0[1] = before#3
        return a#0[0]
        """)]
    public void Statement_HasItsSideEffectsInOrder(string source, string expected) => Check(source, expected);

    private static void Check(string source, string expected) =>
        Assert.Equal(expected.ReplaceLineEndings("\n"), LoweringProbe.Lower(source).Text);
}
