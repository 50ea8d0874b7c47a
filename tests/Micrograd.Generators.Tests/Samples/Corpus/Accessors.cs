using System;
using Micrograd;

namespace Samples;

/// <summary>Assignments that run members of a struct: accessors, operators and conversions. Receiver and index once, getter, setter.</summary>
public static partial class Accessors
{
    public struct Interval
    {
        public double Low, High;

        public double Middle
        {
            readonly get => 0.5 * (Low + High);
            set
            {
                double half = 0.5 * (High - Low);
                Low = value - half;
                High = value + half;
            }
        }
    }

    public struct Vec
    {
        public double X, Y;

        public Vec(double x, double y)
        {
            X = x;
            Y = y;
        }

        public double this[int i]
        {
            readonly get => i == 0 ? X : Y;
            set
            {
                if (i == 0)
                {
                    value *= 0.5;
                    X = value;
                }
                else
                {
                    Y = value * 1.25;
                }
            }
        }

        public static Vec operator +(Vec a, Vec b) => new(a.X + b.X, a.Y + b.Y);

        public static Vec operator *(Vec a, double s) => new(a.X * s, a.Y * s);

        public static implicit operator Vec(double both) => new(both, both * 0.5);

        public static Vec operator ++(Vec a) => new(a.X + 1.0, a.Y * a.X);

        public static Vec operator --(Vec a)
        {
            a.Y *= a.X;
            a.X -= 1.0;
            return a;
        }
    }

    public struct Sum
    {
        public double A, B;

        public Sum(double a, double b)
        {
            A = a;
            B = b;
        }
    }

    // An operator whose result is of another type, which is converted back.
    public struct Term
    {
        public double A;

        public static Sum operator *(Term a, Term b) => new(a.A * b.A, a.A + b.A);

        public static implicit operator Term(Sum sum) => new() { A = sum.A * sum.B };
    }

    // A number by its conversions alone: the predefined operators apply.
    public struct Angle
    {
        public double Radians;

        public static implicit operator double(Angle angle) => angle.Radians;

        public static implicit operator Angle(double radians) => new() { Radians = radians * 0.75 };
    }

    public struct Body
    {
        public Vec Velocity;
        private Vec _position;
        private int _moves;

        public Vec Position
        {
            readonly get => _position;
            set
            {
                _position = value;
                _moves++;
            }
        }

        public int Moves
        {
            readonly get => _moves;
            set
            {
                _moves = value;
                Velocity.X *= 1.5;
            }
        }

        public void Drift(double t)
        {
            Position += Velocity * t;
            if (Velocity.X * t > 0.0)
            {
                Position *= 1.0 - t;
            }
        }
    }

    public struct Table
    {
        public double A, B, C, D;

        public double this[int i, int j]
        {
            readonly get => (i, j) switch { (0, 0) => A, (0, _) => B, (_, 0) => C, _ => D };
            set
            {
                switch (i * 2 + j)
                {
                    case 0: A = value; break;
                    case 1: B = value; break;
                    case 2: C = value; break;
                    default: D = value; break;
                }
            }
        }
    }

    [Differentiable]
    [At(0.7, 1.3)]
    public static double CompoundThroughProperty(double x, double t)
    {
        Interval b = new() { Low = x, High = x * x + t };
        b.Middle += t;
        b.Middle *= b.Low;
        return b.Low * b.High;
    }

    [Differentiable]
    [At(0.7, -1.3)]
    public static double ValueOfSetterIsWhatWasStored(double x, double y)
    {
        Vec v = new(x, y);
        double first = v[1] = x * y;
        double second = v[1] += x;
        return first * v[1] + second * v[0];
    }

    [Differentiable]
    [At(new double[] { 0.7, -1.3, 0.4, 2.1 })]
    public static double ElementsThroughPropertyInLoop(ReadOnlySpan<double> x)
    {
        Interval[] parts = new Interval[2];
        int i = 0;
        double s = 0.0;
        for (int k = 0; k < x.Length; k++)
        {
            parts[i++ % 2].Middle += x[k];
            if (x[k] > 0.0)
            {
                parts[k % 2].Middle *= x[k];
                parts[k % 2].Low += 0.1 * x[0];
                s += parts[0].Middle++ * x[k];
            }
        }

        return s + parts[0].High * parts[1].Low + i;
    }

    [Differentiable]
    [At(0.7, -1.3)]
    public static double IndexerArgumentOnce(double x, double y)
    {
        Vec v = new(x, y);
        int i = 0;
        v[i++] += v[i] * y;
        v[i] *= x;
        v[0]++;
        double r = v[1]-- * 2.0 + (v[0] += y * v[1]);
        return r * v[0] * v[1] + --v[i] * x;
    }

    [Differentiable]
    [At(0.7, new double[] { 0.4, -1.3, 0.9 })]
    public static double IndexerOfTwo(double x, double[] v)
    {
        Table m = new() { A = x };
        for (int i = 0; i < 2; i++)
        {
            for (int j = 0; j < 2; j++)
            {
                m[i, j] += v[i + j] * x;
                if (v[i + j] > 0.0)
                {
                    m[j, i] *= m[i, j];
                    m[1, j]++;
                }
            }
        }

        return m[0, 0] * m[0, 1] + m[1, 0] * m[1, 1];
    }

    [Differentiable]
    [At(0.7, 1.3)]
    [At(-0.7, 0.3)]
    public static double StructOperatorThroughProperty(double x, double t)
    {
        Body[] bodies = new Body[2];
        for (int i = 0; i < 3; i++)
        {
            ref Body body = ref bodies[i % 2];
            body.Velocity += new Vec(x, i);
            body.Drift(t);
            bodies[1].Position += body.Position * x;
            bodies[1].Moves += 2;
            bodies[0].Moves++;
        }

        return bodies[0].Position.X * bodies[1].Position.Y + bodies[1].Velocity.X * bodies[0].Moves + bodies[1].Moves;
    }

    [Differentiable]
    [At(0.7, 1.3)]
    public static double ConversionsInCompound(double x, double y)
    {
        Vec v = new(x, y);
        Term a = new() { A = x };
        Angle angle = new() { Radians = y };
        for (int i = 0; i < 3; i++)
        {
            v += y * x;
            v += i;
            a *= new Term { A = y };
            if (i > 0)
            {
                angle *= x;
                angle += a.A;
            }
        }

        return v.X * v.Y + a.A + angle.Radians * x;
    }

    [Differentiable]
    [At(0.7, 1.3)]
    public static double OperandChangesTarget(double x, double y)
    {
        Interval[] parts = new Interval[3];
        int k = 0;
        parts[k].Middle += Next(ref k, x) * y;
        parts[k].Middle -= Next(ref k, y) * parts[1].High;
        Interval whole = new() { Low = x, High = y };
        whole.Middle += whole.Low = x * y;
        return parts[0].Low * whole.Middle + parts[1].High * whole.High;
    }

    [Differentiable]
    [At(0.7, 1.3)]
    public static double OperatorIncrement(double x, double y)
    {
        Vec v = new(x, y);
        v++;
        Vec before = v++;
        Vec after = --v;
        v--;
        return before.X * v.Y + after.Y * v.X;
    }

    [Differentiable]
    [At(0.7, 1.3)]
    [At(-0.7, 0.4)]
    public static double OperatorIncrementOfElementsAndProperties(double x, double y)
    {
        Vec[] all = new Vec[2];
        all[0] = new(x, y);
        all[1] = new(y, x);
        Body body = new() { Velocity = new(x, x) };
        int i = 0;
        double s = 0.0;
        for (int k = 0; k < 4; k++)
        {
            Vec before = all[i++ % 2]++;
            s += before.Y * x;
            if (before.X > 1.0)
            {
                s += (--all[k % 2]).Y * body.Position++.X;
            }

            body.Velocity--;
            Advance(ref body);
        }

        return s * body.Position.Y + all[0].X + i + body.Moves;
    }

    private static void Advance(ref Body body)
    {
        Vec step = ++body.Velocity;
        body.Position += step;
    }

    private static double Next(ref int k, double x)
    {
        k++;
        return x * k;
    }
}
