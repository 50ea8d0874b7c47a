using System;
using Micrograd;

namespace Samples;

/// <summary>Structs of every declaration style, made, copied, changed and passed on inside a method.</summary>
public static partial class Structs
{
    public struct Pair
    {
        public double X, Y;
    }

    public readonly record struct Position(double X, double Y);

    public record struct Mutable(double A, double B);

    public struct Counted
    {
        public double X;
        public int N;
    }

    public readonly struct Vec
    {
        private readonly double _x;
        private readonly double _y;

        public Vec(double x, double y)
        {
            _x = x;
            _y = y;
        }

        public Vec(double both)
            : this(both, both * 0.5)
        {
        }

        public double X => _x;

        public double Y => _y;

        public double LengthSquared => _x * _x + _y * _y;

        public double this[int index] => index == 0 ? _x : _y;

        public static Vec Unit => new(1.0, 0.25);

        public static Vec operator +(Vec a, Vec b) => new(a._x + b._x, a._y + b._y);

        public static Vec operator -(Vec a) => new(-a._x, -a._y);

        public static Vec operator *(double s, Vec a) => new(s * a._x, s * a._y);

        public static implicit operator Vec(double both) => new(both);

        public static explicit operator double(Vec v) => Math.Sqrt(v.LengthSquared + 1.0);

        public double Dot(Vec other) => _x * other._x + _y * other._y;

        public Vec Turned(double angle)
        {
            double c = Math.Cos(angle), s = Math.Sin(angle);
            return new Vec(c * _x - s * _y, s * _x + c * _y);
        }

        public Vec Largest(Vec other)
        {
            if (LengthSquared > other.LengthSquared)
            {
                return this;
            }

            return other;
        }

        public void Deconstruct(out double x, out double y)
        {
            x = _x;
            y = _y;
        }
    }

    public struct Accumulator
    {
        private double _sum;
        private double _weight = 0.5;

        public Accumulator(double start) => _sum = start;

        public double Mean
        {
            get => _sum / _weight;
            set => _sum = value * _weight;
        }

        public double Scale { get; set; } = 2.0;

        public void Add(double x)
        {
            _sum += x * Scale;
            _weight += 1.0;
        }

        public double Pop()
        {
            double s = _sum;
            _sum *= 0.5;
            return s;
        }
    }

    public struct Body
    {
        public Pair Position;
        public Pair Velocity;
        public double Mass { get; init; }

        public double Energy() => 0.5 * Mass * (Velocity.X * Velocity.X + Velocity.Y * Velocity.Y) + Mass * Position.Y;
    }

    public struct Scaled(double factor)
    {
        public double Factor { get; } = factor * 2.0;
        public double Shift = factor + 1.0;
    }

    public struct Stack4
    {
        public double[] Items;
        public int Count;

        public void Push(double x) => Items[Count++] = x;

        public double Pop() => Items[--Count];
    }

    [Differentiable]
    [At(1.0, 2.0)]
    public static double FieldsWrittenAgain(double x, double y)
    {
        Pair a = new Pair { X = x, Y = y };
        Pair o = default;
        o.Y = 2 * a.X;
        o.Y = o.Y + 2 * a.X * a.Y;
        o.X = o.Y + 5 * a.X;
        return o.X * o.Y;
    }

    [Differentiable]
    [At(2.0, 3.0)]
    public static double WithOfRecord(double x, double y)
    {
        var p = new Position(x, y);
        var q = p with { X = p.Y * p.X };
        return q.X * q.Y + p.X;
    }

    [Differentiable]
    [At(1.5, 0.5)]
    public static double SwapThroughWith(double x, double y)
    {
        var p = new Mutable(x, y);
        p = p with { A = p.B, B = p.A };
        p.A *= p.B + 1.0;
        p.B += p.A;
        return p.A * p.B;
    }

    private static double PowerOf(Counted q)
    {
        double r = 1;
        for (int i = 0; i < q.N; i++)
        {
            r *= q.X;
        }

        return r;
    }

    [Differentiable]
    [At(1.5)]
    public static double CountedField(double x) => PowerOf(new Counted { X = x, N = 3 }) + PowerOf(new Counted { X = 2 * x, N = 2 });

    [Differentiable]
    [At(0.7, -1.3)]
    public static double OperatorsAndMembers(double x, double y)
    {
        Vec a = new(x, y);
        Vec b = new Vec(y) + 2.0 * a;
        b += -a;
        Vec c = x;
        return a.Dot(b) + b.LengthSquared * a[1] + (double)c + Vec.Unit.Dot(b) + b[0];
    }

    [Differentiable]
    [At(0.7, -1.3, 0.4)]
    public static double MethodsReturningStructs(double x, double y, double angle)
    {
        Vec a = new Vec(x, y).Turned(angle);
        Vec b = a.Largest(new Vec(y, x * x));
        return b.X * a.Y + b.Largest(3.0 * a).Y;
    }

    [Differentiable]
    [At(0.7, -1.3)]
    public static double UserDeconstruct(double x, double y)
    {
        var (u, v) = new Vec(x, y).Turned(0.3);
        (double s, double t) = new Position(u * v, u - v);
        return u * s + v * t;
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, -0.5 })]
    [At(new double[0])]
    public static double MutatingMethods(ReadOnlySpan<double> x)
    {
        Accumulator a = new(0.25);
        foreach (double t in x)
        {
            a.Add(t * t);
        }

        a.Scale = 3.0 + a.Mean;
        a.Add(1.5);
        a.Mean = a.Mean * a.Mean;
        return a.Mean + a.Pop() * a.Pop();
    }

    private static Accumulator Started(double x)
    {
        Accumulator a = new(x);
        a.Add(x);
        return a;
    }

    [Differentiable]
    [At(1.25)]
    public static double CopiesAreApart(double x)
    {
        Accumulator a = Started(x);
        Accumulator b = a;
        b.Add(x * x);
        double first = Started(x).Pop();
        return a.Mean * b.Mean + first;
    }

    [Differentiable]
    [At(0.5, 1.5, 2.0)]
    public static double NestedStructs(double x, double v, double m)
    {
        Body body = new() { Position = new Pair { X = x, Y = 2.0 * x }, Velocity = { X = v, Y = v * x }, Mass = m };
        Body moved = body with { Mass = body.Mass * 2.0 };
        moved.Position.Y += moved.Velocity.Y * 0.1;
        body.Velocity = moved.Position;
        return body.Energy() + moved.Energy() * body.Velocity.X;
    }

    [Differentiable]
    [At(1.5)]
    public static double PrimaryConstructor(double x)
    {
        Scaled s = new(x);
        return s.Factor * s.Shift;
    }

    [Differentiable]
    [At(0.5, -1.0, 1)]
    [At(0.5, -1.0, 2)]
    [At(0.5, -1.0, 7)]
    public static double ChosenStructs(double x, double y, int kind)
    {
        Vec a = kind > 1 ? new Vec(x, y) : new Vec(y, x * y);
        Vec b = kind switch
        {
            1 => a,
            2 => 2.0 * a,
            _ => new Vec(x),
        };
        return a.X * b.Y + (kind == 7 ? b : a).LengthSquared;
    }

    private static void Push(ref Pair p, in Pair direction, double by)
    {
        p.X += direction.X * by;
        p.Y += direction.Y * by * p.X;
    }

    private static void Split(double x, out Pair low, out Pair high)
    {
        low = new Pair { X = x, Y = x * x };
        high = low;
        high.X += 1.0;
    }

    [Differentiable]
    [At(0.5, 1.25)]
    public static double StructsByReference(double x, double y)
    {
        Split(x, out Pair p, out var d);
        Push(ref p, d, y);
        Push(ref p, in d, p.X);
        return p.X + p.Y * d.Y;
    }

    [Differentiable]
    [At(0.5, 1.25, 4)]
    public static double StateInLoop(double x, double v, int n)
    {
        Pair s = new() { X = x, Y = v };
        for (int i = 0; i < n; i++)
        {
            s = Step(s, 0.1);
            if (s.X > 0.8)
            {
                s.Y *= 0.9;
            }
        }

        return s.X * s.Y;
    }

    private static Pair Step(Pair s, double h)
    {
        Pair k = new() { X = s.Y, Y = -Math.Sin(s.X) };
        return new Pair { X = s.X + h * k.X, Y = s.Y + h * k.Y };
    }

    [Differentiable]
    [At(new[] { 1.0, 2.0, 3.0 })]
    public static double StructWithArray(ReadOnlySpan<double> x)
    {
        Stack4 stack = new() { Items = new double[8] };
        for (int i = 0; i < x.Length; i++)
        {
            stack.Push(x[i] * x[0]);
        }

        double top = stack.Pop();
        stack.Push(top * stack.Pop());
        return stack.Items[stack.Count - 1] + top;
    }

    [Differentiable]
    [At(1.5, 2.5)]
    public static double OrderOfEvaluation(double x, double y)
    {
        Mutable m = new(x, y);
        double t = m.A * (m.A = m.B) + m.A;
        m = new Mutable(m.B * t, m.A + t);
        return new Mutable(m.A, m.A *= 2.0).A + m.B * m.A;
    }

    [Differentiable]
    [At(1.5f, -0.5f)]
    public static float SingleFields(float x, float y)
    {
        (float, double) both = (x, y);
        both.Item1 *= y;
        both.Item2 += x;
        return both.Item1 * (float)both.Item2;
    }

    // A type within itself, with other arguments: its parts come to an end.
    public struct Pair<T>
        where T : struct
    {
        public T First;
        public T Second;
    }

    public struct Nested
    {
        public (double A, (double B, double C) Inner) Parts;
        public double Scale;
    }

    [Differentiable]
    [At(0.7, 1.3)]
    public static double PairOfPairs(double x, double y)
    {
        Pair<Pair<double>> p = new() { First = new() { First = x, Second = y }, Second = new() { First = x * y } };
        Nested n = new() { Parts = (x, (y, p.Second.First)), Scale = p.First.Second };
        (n.Parts.A, n.Parts.Inner.B) = (n.Parts.Inner.B, n.Parts.A * n.Scale);
        return n.Parts.A * p.First.First + n.Parts.Inner.B * n.Parts.Inner.C;
    }
}
