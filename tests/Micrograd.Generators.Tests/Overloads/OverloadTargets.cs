namespace Micrograd.Generators.Tests.Overloads;

/// <summary>The marked methods that the table calls, and calls as a user writes them: each must bind as if no overload on Value existed.</summary>
internal static class OverloadTargets
{
    public const string Declarations = """
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Linq.Expressions;
        using Micrograd;

        public delegate double InDelegate(in double x);
        public delegate void OutDelegate(double x, out double y);

        public static partial class Targets
        {
            [Differentiable] public static double Scalar(double x) => x * x;
            [Differentiable] public static double Two(double x, double y = 2.0) => x * y;
            [Differentiable] public static double Count(double x, int n = 3, bool odd = false) => x * n;
            [Differentiable] public static double Single(float x) => x * x;
            [Differentiable] public static double Array(double[] x) => x[0];
            [Differentiable] public static double MaybeArray(double[]? x, double y) => x is null ? y : y * 2.0;
            [Differentiable] public static double Span(ReadOnlySpan<double> x) => x[0];
            [Differentiable] public static double Writable(Span<double> x) => x[0];
            [Differentiable] public static double Many(params double[] x) => x[0];
            [Differentiable] public static double ManySpan(params ReadOnlySpan<double> x) => x[0];
            [Differentiable] public static double Extended(this double x, double y = 1.0) => x * y;
            [Differentiable] public static double In(in double x) => x * x;
            [Differentiable] public static void Out(double x, out double y) => y = x * x;
            [Differentiable] public static void Ref(ref double x) => x = x * x;
            [Differentiable] public static double Mixed(double x, [NoDiff] string? name = null) => x * x;

            [Differentiable] public static (double A, double B) Tupled((double A, double B) t) => (t.A * t.B, t.A);
            [Differentiable] public static Pair Structured(in Pair p, double x) => new() { A = p.A * x, B = x };
            [Differentiable] public static bool Try(double x, out Pair p) { p = new() { A = x, B = x * x }; return x > 0; }
            [Differentiable] public static void Exchange(ref Pair p, ref (double, double) t) => (p.A, t.Item1) = (t.Item1, p.A);

            [Differentiable] public static double Overloaded(double x) => x * x;
            [Differentiable] public static float Overloaded(float x) => x * x;
            public static int Overloaded(int x) => x;
            public static double Overloaded(object x) => 0.0;
            public static double Overloaded(double x, double y) => x * y;

            [Differentiable] public static double Hidden(double x) => x;
            public static double Hidden(IFormattable x) => 0.0;
            [Differentiable] public static double Converted(double x) => x;
            public static double Converted(Value x, int n) => n;
        }

        public struct Pair
        {
            public double A, B;
        }

        public sealed class Number
        {
            public static implicit operator double(Number n) => 1.0;
        }
        """;

    public static IReadOnlyList<string> Calls { get; } =
    [
        // Numbers of every type, and targets without a type.
        "object r = Targets.Scalar(1);", "object r = Targets.Scalar(1.5f);", "object r = Targets.Scalar(1L);", "object r = Targets.Scalar('a');",
        "object r = Targets.Scalar((byte)1);", "object r = Targets.Scalar(-1);", "object r = Targets.Scalar(default);", "object r = Targets.Scalar(new());",
        "object r = Targets.Scalar(flag ? 1 : 2.0);", "object r = Targets.Scalar(flag ? 1 : default);", "object r = Targets.Scalar(n switch { 0 => 1, _ => 2 });",
        "object r = Targets.Scalar(new Number());", "object r = Targets.Scalar(x: n);", "object r = Targets.Scalar(n + 0.5);", "object r = Targets.Scalar((double)1m);",
        "object r = Targets.Single(1);", "object r = Targets.Single(1f);", "object r = Targets.Single('b');",
        "double r = Targets.Scalar(1) + Targets.Scalar(2f);", "var r = Targets.Scalar(1);", "checked { var r = Targets.Scalar(n * 2); }",

        // Named and optional arguments.
        "object r = Targets.Two(1);", "object r = Targets.Two(y: 1, x: 2);", "object r = Targets.Two(1, 2);", "object r = Targets.Two(default, default);", "object r = Targets.Two(x: 3);",
        "object r = Targets.Count(1);", "object r = Targets.Count(1, odd: true);", "object r = Targets.Count(n: 1, x: 2);", "object r = Targets.Mixed(1);", "object r = Targets.Mixed(1, null);",
        "object r = Targets.Mixed(1, name: \"a\");", "object r = 1.5.Extended();", "object r = x.Extended(2);", "object r = Targets.Extended(1);", "object r = Targets.Extended(y: 1, x: 2);",

        // Arrays.
        "object r = Targets.Array([]);", "object r = Targets.Array([1, 2]);", "object r = Targets.Array([1.5f, n]);", "object r = Targets.Array(null!);", "object r = Targets.Array(default!);",
        "object r = Targets.Array(xs);", "object r = Targets.Array(new double[2]);", "object r = Targets.Array(new[] { 1.0 });", "object r = Targets.Array([.. xs, 1]);", "object r = Targets.Array(xs ?? []);",
        "object r = Targets.Array(flag ? [1] : []);", "object r = Targets.Array(System.Array.Empty<double>());", "object r = Targets.Array(xs.ToArray());", "object r = Targets.Array(x: [n]);",
        "object r = Targets.MaybeArray(null, 1);", "object r = Targets.MaybeArray(default, default);", "object r = Targets.MaybeArray([], 1);", "object r = Targets.MaybeArray(y: 1, x: null);",

        // Spans.
        "object r = Targets.Span([]);", "object r = Targets.Span([1, 2.5]);", "object r = Targets.Span(default);", "object r = Targets.Span(xs);", "object r = Targets.Span(null);", "object r = Targets.Span(xs.AsSpan());",
        "object r = Targets.Span(xs.AsSpan(1));", "object r = Targets.Span(xs[1..]);", "object r = Targets.Span(stackalloc double[2]);", "object r = Targets.Span(stackalloc[] { 1.0 });", "object r = Targets.Span(new double[3]);",
        "ReadOnlySpan<double> s = xs; object r = Targets.Span(s);", "Span<double> s = xs; object r = Targets.Span(s);", "object r = Targets.Span([.. xs]);", "object r = Targets.Span(new());",
        "object r = Targets.Writable(xs);", "object r = Targets.Writable([]);", "object r = Targets.Writable(default);", "object r = Targets.Writable(stackalloc double[2]);", "object r = Targets.Writable([1, 2]);",

        // params.
        "object r = Targets.Many();", "object r = Targets.Many(1);", "object r = Targets.Many(1, 2f, n);", "object r = Targets.Many([1, 2]);", "object r = Targets.Many(xs);", "object r = Targets.Many(null!);", "object r = Targets.Many(x: xs);",
        "object r = Targets.Many(default);", "object r = Targets.Many([]);",
        "object r = Targets.ManySpan();", "object r = Targets.ManySpan(1);", "object r = Targets.ManySpan(1, 2f, n);", "object r = Targets.ManySpan([1, 2]);", "object r = Targets.ManySpan(xs);", "object r = Targets.ManySpan(default);",

        // ref, in, out.
        "object r = Targets.In(1);", "object r = Targets.In(x);", "object r = Targets.In(in x);", "object r = Targets.In(default);", "Targets.Out(1, out var r);", "Targets.Out(1, out double r);", "Targets.Out(n, out _);",
        "double r = 1; Targets.Out(r, out r);", "double r = 1; Targets.Ref(ref r);", "Targets.Ref(ref xs[0]);",

        // Tuples and structs.
        "object r = Targets.Tupled((1, 2));", "object r = Targets.Tupled((n, 2f));", "var (a, b) = Targets.Tupled((x, x));", "(double a, object b) = Targets.Tupled(default);", "object r = Targets.Tupled(new(1, 2));", "var r = Targets.Tupled((A: 1, B: x)).A;",
        "object r = Targets.Tupled(Targets.Tupled((1, 2)));", "var r = Targets.Structured(default, 1).A;", "object r = Targets.Structured(new(), n);", "object r = Targets.Structured(new() { A = 1 }, 2);", "object r = Targets.Try(1, out var p) ? p.B : 0;",
        "Targets.Try(n, out _);", "Pair p = default; (double, double) t = (1, 2); Targets.Exchange(ref p, ref t);", "Func<(double, double), (double A, double B)> r = Targets.Tupled;",

        // Method groups.
        "Func<double, double> r = Targets.Scalar;", "object r = (Func<double, double>)Targets.Scalar;", "object r = new Func<double, double>(Targets.Scalar);", "Converter<double, double> r = Targets.Scalar;",
        "object r = xs.Select(Targets.Scalar);", "object r = xs.Select(Targets.Scalar).Sum();", "object r = xs.Sum(Targets.Scalar);", "object r = System.Array.ConvertAll(xs, Targets.Scalar);", "object r = xs.Select(v => Targets.Scalar(v));",
        "Func<double, object> r = v => Targets.Scalar(v);", "Expression<Func<double, double>> r = v => Targets.Scalar(v);", "Func<double[], double> r = Targets.Array;", "Func<double, double, double> r = Targets.Two;",
        "InDelegate r = Targets.In;", "OutDelegate r = Targets.Out;", "Func<double[], double> r = Targets.Many;", "Func<double, double>? r = flag ? Targets.Scalar : null;", "Func<double, double>[] r = [Targets.Scalar, Targets.Hidden];",
        "object r = xs.Aggregate(Targets.Two);", "object r = xs.Zip(xs, Targets.Two);", "object r = xs.ToDictionary(Targets.Scalar);", "object r = xs.OrderBy(Targets.Scalar).First();", "Delegate r = (Func<float, double>)Targets.Single;",
        "Func<double, double> r = Targets.Overloaded;", "Func<int, int> r = Targets.Overloaded;", "object r = xs.Select<double, double>(Targets.Overloaded);", "bool r = ((Func<double, double>)Targets.Scalar).Method.Name == nameof(Targets.Scalar);",

        // Overloads of the user's own.
        "object r = Targets.Overloaded(1);", "object r = Targets.Overloaded(1.0);", "object r = Targets.Overloaded(1f);", "object r = Targets.Overloaded(1L);", "object r = Targets.Overloaded(\"a\");", "object r = Targets.Overloaded(null!);",
        "object r = Targets.Overloaded(1, 2);", "object r = Targets.Overloaded('a');", "object r = Targets.Overloaded(new Value(1));", "object r = Targets.Hidden(1);", "object r = Targets.Hidden(1m);", "object r = Targets.Hidden(DateTime.Now);",
        "object r = Targets.Converted(1);", "object r = Targets.Converted(1, 2);", "object r = Targets.Converted(new Value(1), 2);",

        // Names.
        "string r = nameof(Targets.Scalar);", "string r = nameof(Targets.Array);", "object r = typeof(Targets).GetMethods().Length > 0;",
    ];

    /// <summary>Documentation links; a bare name must not become ambiguous.</summary>
    public static IReadOnlyList<string> References { get; } =
    [
        "Targets.Scalar(double)", "Targets.Scalar", "Targets.Array(double[])", "Targets.Array", "Targets.Two", "Targets.Out(double, out double)", "Targets.Span", "Targets.Overloaded(float)",
    ];
}
