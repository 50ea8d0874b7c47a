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

    [Theory]
    [InlineData("double s = Dec(l); var (p, q) = l; return s * l.A * p * q;")]
    [InlineData("var (p, q) = l; (p, q) = l; return l.A * p * q;")]
    [InlineData("L[] ls = [l, l]; var (p, q) = ls[1]; return ls[1].A * p * q;")]
    [InlineData("L[] ls = [l, l]; double s = x; foreach (var (p, q) in ls) { s *= p * q; } return s * ls[0].A;")]
    [InlineData("L[] ls = [l, l]; double s = x; foreach (var i in ls) { var (p, q) = i; s *= p * q * i.A; } return s;")]
    [InlineData("(l.A, l.B) = l; return l.A * l.B;")]
    [InlineData("M m = new() { N = 3, Name = \"x\" }; var (p, q) = m; (p, q) = m; return x * y * p * q * m.N;")]
    [InlineData("M[] ms = [new() { N = 3, Name = \"x\" }]; var (p, q) = ms[0]; (p, q) = ms[0]; return x * y * p * q * ms[0].N;")]
    [InlineData("M[] ms = [new() { N = 3, Name = \"x\" }]; double s = x; foreach (var m in ms) { var (p, q) = m; s *= y * p * q * m.N; } return s * ms[0].N;")]
    [InlineData("M[] ms = [new() { N = 3, Name = \"x\" }]; double s = x; foreach (var (p, q) in ms) { s *= y * p * q; } return s * ms[0].N;")]
    public void Deconstruct_WorksOnACopy(string body) => Agrees(
        """
        internal struct L { public double A, B; public void Deconstruct(out double a, out double b) { A += 1; a = A; b = B; } }
        internal struct M { public int N; public string Name; public void Deconstruct(out int a, out int b) { N += 1; a = N; b = Name.Length; } }
        private static double Dec(L l) { (double a, double b) = l; return a * b * l.A; }
        """,
        "L l = new() { A = x, B = y }; " + body);

    private static void Agrees(string members, string body) =>
        GradientProbe.Compile($"{members} [Differentiable] public static double F(double x, double y) {{ {body} }}").AgreesWithAllOracles("F", at: [0.7, 0.3], OracleOptions.Default with { Allocates = true });
}
