using System;
using System.Diagnostics.CodeAnalysis;
using Micrograd;

#pragma warning disable CS8656 // Readonly members that call others, on a copy, are what this is about.

namespace Samples;

/// <summary>Members that change a struct: on the variable, or on the copy that C# makes.</summary>
public static partial class StructVariables
{
    public struct Point
    {
        public double X, Y;

        public double Scale(double by)
        {
            X *= by;
            Y *= by;
            return X;
        }

        public readonly double Length(double by) => (X * by) + Y;

        public readonly double ScaledCopy() => Scale(3.0) * X;

        public readonly double ScaledProperty => Next * this.Next * X;

        private double Next
        {
            get
            {
                X *= 2.0;
                return X;
            }
        }
    }

    public struct Made
    {
        public readonly Point A;

        public Made(double x)
        {
            A.X = x;
            A.Scale(2.0);
            this.A.Scale(1.5);
        }
    }

    public struct Initialised
    {
        private readonly Point _a;

        public Point A
        {
            readonly get => _a;
            init
            {
                _a = value;
                _a.Scale(3.0);
            }
        }
    }

    public struct Holder
    {
        public Point A;

        public readonly double ScaledCopy()
        {
            A.Scale(2.0);
            return A.X;
        }

        [UnscopedRef]
        public ref Point Place() => ref A;

        [UnscopedRef]
        public readonly ref readonly Point ReadOnlyPlace() => ref A;
    }

    public readonly struct ReadOnlyCapture(Point point)
    {
        public double Moved()
        {
            point.Scale(2.0);
            return point.X;
        }
    }

    public struct Capture(Point point)
    {
        private readonly double _first = point.Scale(2.0);

        public readonly double First => _first;

        public readonly double MovedCopy => point.Scale(3.0) + point.X;

        public double Moved()
        {
            point.Scale(2.0);
            return point.X;
        }
    }

    public struct Counted
    {
        public double X = 3.0;

        public Counted() => X += 1.0;
    }

    internal interface IStep
    {
        double Do(double x);

        double Twice(double x) => Do(x) + Do(x) + First;

        double First => Do(1.0);
    }

    internal struct Steps : IStep
    {
        public double T;

        public double Do(double x)
        {
            T += x;
            return T * x;
        }
    }

    private static ref Point At(Point[] points, int i) => ref points[i];

    private static double ByValue(Holder holder, double y)
    {
        holder.Place().Scale(y);
        holder.Place().X += y;
        return holder.A.X;
    }

    private static T New<T>()
        where T : new() => new();

    private static double Boxed<T>(T step, double x)
        where T : struct, IStep
    {
        double twice = step.Twice(x) + step.First;
        return twice + step.Do(x);
    }

    [Differentiable]
    [At(0.7)]
    public static double ReadOnlyFieldInConstructor(double x)
    {
        Made made = new(x);
        return made.A.X * x;
    }

    [Differentiable]
    [At(0.7)]
    public static double ReadOnlyFieldInInit(double x)
    {
        Initialised made = new() { A = new Point { X = x } };
        return made.A.X * x;
    }

    [Differentiable]
    [At(0.7)]
    public static double ReadOnlyMembers(double x)
    {
        Point p = new() { X = x };
        Holder holder = default;
        holder.A.X = x;
        return p.ScaledCopy() + p.X + (p.ScaledProperty * holder.ScaledCopy() * holder.A.X);
    }

    [Differentiable]
    [At(new[] { 0.7, 0.3 }, 0.4)]
    public static double ReadOnlyMembersOfAParameter(Point p, double y)
    {
        double s = p.ScaledCopy() + p.X;
        p.Scale(y);
        return p.X * s;
    }

    [Differentiable]
    [At(0.7, 0.3)]
    public static double ReturnedReferences(double x, double y)
    {
        Point[] points = new Point[2];
        points[1].X = x;
        At(points, 1).Scale(y);
        Holder holder = default;
        holder.A.X = x;
        holder.Place().Scale(y);
        holder.ReadOnlyPlace().Scale(5.0);
        return points[1].X * holder.A.X * ByValue(holder, y) * holder.Place().ScaledCopy();
    }

    [Differentiable]
    [At(0.7)]
    public static double CapturedPoints(double x)
    {
        ReadOnlyCapture fixedOne = new(new Point { X = x });
        Capture moving = new(new Point { X = x });
        double sum = fixedOne.Moved() + fixedOne.Moved() + moving.Moved() + moving.MovedCopy;
        return sum * fixedOne.Moved() * moving.Moved() * moving.First;
    }

    [Differentiable]
    [At(0.7)]
    public static double NewOfATypeParameter(double x) => (New<Counted>().X * x) + New<Point>().X;

    [Differentiable]
    [At(0.7, 0.3)]
    public static double DefaultMembersOfAnInterface(double x, double y) => Boxed(new Steps { T = y }, x);

    [Differentiable]
    [At(0.7, 0.3, Allocates = true)]
    public static double DelegateOfACopy(double x, double y)
    {
        Point p = new() { X = x, Y = y };
        Func<double, double> length = p.Length;
        return length(2.0) * length(y);
    }
}
