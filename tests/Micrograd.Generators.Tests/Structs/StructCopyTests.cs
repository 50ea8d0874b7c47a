using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>A parameter is a variable of its own, whatever way a body takes to store there; the caller's stays what it was.</summary>
public class StructCopyTests
{
    // A type parameter without `struct` may stand for a struct all the same.
    [Theory]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp => op.Do(x) * op.Do(x);", "var c = new C { T = y }; return Use(c, x) * c.T;")]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp => op.Do(x) * op.Do(x);", "return Use(new C { T = y }, x);")]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp => op.V * op.V * x;", "var c = new C { T = y }; return Use(c, x) * c.T;")]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp { op.V = x; return op.V; }", "var c = new C { T = y }; return Use(c, x) * c.T;")]
    [InlineData("private static double Use<T>(T op, double x) where T : struct, IOp { op.V = x; return op.V + op.V; }", "var c = new C { T = y }; return Use(c, x) * c.T;")]
    [InlineData("private static double Use<T>(T op, double x) where T : struct, IOp => op.V + op.V;", "var c = new C { T = y }; return Use(c, x) * c.T;")]
    [InlineData("private static T Ret<T>(T op, double x) where T : IOp { op.Do(x); return op; }", "var c = new C { T = y }; return Ret(c, x).T * c.T;")]
    [InlineData("private static double Rec<T>(T op, double x, int n) where T : IOp => n == 0 ? x : op.Do(x) * Rec(op, x, n - 1);", "var c = new C { T = y }; return Rec(c, x, 2) * c.T;")]
    [InlineData("internal struct W<T> where T : IOp { public T Op; public double Do(double x) => Op.Do(x); } private static double Use<T>(W<T> w, double x) where T : IOp => w.Do(x) * w.Op.Do(x);", "var w = new W<C> { Op = new C { T = y } }; return Use(w, x) * w.Op.T;")]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp => op.Do(x) * op.Do(x);", "var c = new E { T = y }; return Use(c, x) * c.T;")]
    [InlineData("private static double Use<T>(T op, double x) where T : class, IOp => op.Do(x) * op.Do(x);", "var c = new K { T = 2 }; return Use(c, x) * c.T * y;")]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp { op.V = x; op.V += op.Do(x); return op.V * x; }", "var c = new A { T = y, V = y }; return Use(c, x) * c.V;")]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp { op.V = x; op.V += op.Do(x); return op.V * x; }", "var c = new E { T = y }; return Use(c, x) * c.T;")]
    [InlineData("private static double Use<T>(T op, double x) where T : IOp { (op.V, x) = (x, x * x); return op.V * x; }", "var c = new A { T = y, V = y }; return Use(c, x) * c.V;")]
    public void TypeParameterWithoutStruct_IsAVariableOfItsOwn(string helper, string body) => Agrees(
        $$"""
        internal interface IOp { double Do(double x); double V { get; set; } }
        internal struct C : IOp { public double T; public double V { get => T++; set => T = value; } public double Do(double x) { T += x; return T * x; } }
        internal struct E : IOp { public double T; double IOp.V { get => T++; set => T = value; } double IOp.Do(double x) { T += x; return T * x; } }
        internal sealed class K : IOp { public double T; public double V { get => T++; set => T = value; } public double Do(double x) { T += 1; return T * x; } }
        internal struct A : IOp { public double T { get; set; } public double V { get; set; } public readonly double Do(double x) => T * x; }
        {{helper}}
        """,
        body);

    // A second name for a parameter, given to a reference later.
    [Theory]
    [InlineData("ref double r = ref a; r += 1; r = ref b; r *= 3; return a * b;")]
    [InlineData("double c = 2; ref double r = ref c; r = ref a; r *= b; r = ref b; r += c; return a * b;")]
    public void ReferenceToAParameter_StoresInTheCopy(string helper) => Agrees(
        $$"""
        private static double Re(double a, double b) { {{helper}} }
        """,
        "double a = x * y, b = x + y; double s = Re(a, b); return s * a * b;");

    private static void Agrees(string members, string body) =>
        GradientProbe.Compile($"{members} [Differentiable] public static double F(double x, double y) {{ {body} }}").AgreesWithAllOracles("F", at: [0.7, 0.3], OracleOptions.Default with { Allocates = true });
}
