using System;
using Micrograd;

namespace Samples;

/// <summary>Virtual and interface calls whose targets are all known, and delegates chosen among known functions.</summary>
public static partial class Virtuals
{
    private static readonly Shape[] All = [new Circle(), new Ring(), new Square(3.0)];

    private static readonly IOperation First = new Squared();

    private static readonly Node Tree = new Sum(new Product(new Variable(), new Product(new Variable(), new Variable())), new Sine(new Product(new Number(2.0), new Variable())), new Number(3.0));

    private static readonly Step[] Steps = [new Doubling(), new Squaring()];

    internal interface IOperation
    {
        double At(double x);

        double Twice(double x) => 2.0 * At(x);
    }

    private static double Apply(Func<double, double> f, double x, int times)
    {
        for (int i = 0; i < times; i++)
        {
            x = f(x);
        }

        return x;
    }

    // Each body that the call may run stands in one method of its own: they call each other.
    [Differentiable]
    [At(0.75)]
    public static double VirtualCallsOfATree(double x) => Tree.At(x) * x;

    [Differentiable]
    [At(0.75, 0)]
    [At(0.75, 1)]
    public static double VirtualCallWithReferences(double x, int n)
    {
        Step s = Steps[n];
        double[] y = [x, 2.0 * x];
        s.Change(ref y[n]);
        s.Split(in y[0], x, out double whole, out double rest);
        s.Change(ref x);
        return whole * x + rest * y[1];
    }

    [Differentiable]
    [At(0.75, 0, Allocates = true)]
    [At(0.75, 1, Allocates = true)]
    [At(0.75, 2, Allocates = true)]
    public static double VirtualCall(double r, int n)
    {
        Shape s = n > 1 ? new Ring() : n > 0 ? new Circle() : new Square(3.0);
        return s.Area(r * r) + s.Twice(r);
    }

    [Differentiable]
    [At(0.75)]
    public static double VirtualCallInLoop(double r)
    {
        double t = 0.0;
        foreach (Shape s in All)
        {
            t += s.Area(r * t + 1.0);
        }

        return t;
    }

    [Differentiable]
    [At(0.75, 0, Allocates = true)]
    [At(0.75, 1, Allocates = true)]
    public static double InterfaceCall(double x, int n)
    {
        IOperation o = n > 0 ? new Exponential() : First;
        return o.At(x) * o.Twice(x);
    }

    [Differentiable]
    [At(0.75)]
    public static double InterfaceField(double x) => First.At(First.At(x) + x);

    [Differentiable]
    [At(0.75, 0)]
    [At(0.75, 1)]
    [At(0.75, 2)]
    public static double DelegateFromSwitch(double x, int n)
    {
        Func<double, double> g = n switch
        {
            0 => t => t * x,
            1 => Math.Sin,
            _ => t => t + x * x,
        };
        return g(x) * g(2.0);
    }

    [Differentiable]
    [At(0.75, 1)]
    [At(0.75, 3)]
    public static double ChosenAndHandedOn(double x, int n)
    {
        Func<double, double> g = n > 2 ? t => t * x : Math.Exp;
        return Apply(g, x * x, n);
    }

    [Differentiable]
    [At(0.75, 1)]
    [At(0.75, 3)]
    public static double DelegateAssignedInBranch(double x, int n)
    {
        Func<double, double> f = Math.Sin;
        double a = f(x);
        f = Math.Cos;
        double b = f(x * a);
        if (n > 2)
        {
            double k = a * b;
            f = t => t * k;
        }

        return f(x) * f(2.0);
    }

    [Differentiable]
    [At(0.75, 0)]
    [At(0.75, 1)]
    [At(0.75, 5)]
    public static double DelegateAssignedInLoop(double x, int n)
    {
        Func<double, double> f = Math.Sin;
        double s = x;
        for (int i = 0; i < n; i++)
        {
            s = f(s) + x;
            if (i % 2 == 0)
            {
                f = t => t * s;
            }
            else
            {
                f = Math.Cos;
            }

            s += 0.1 * f(s);
        }

        return s;
    }

    [Differentiable]
    [At(0.75, 0)]
    [At(0.75, 1)]
    [At(0.75, 4)]
    [At(0.75, 7)]
    public static double DelegateAssignedInSwitch(double x, int n)
    {
        Func<double, double> f;
        switch (n)
        {
            case 0:
                f = Math.Exp;
                break;
            case 1:
                f = t => t * t * x;
                break;
            default:
                f = n > 5 ? Math.Sin : t => x / t;
                break;
        }

        x *= 2.0;
        return f(x) + Apply(f, x, 2);
    }

    // Null at first, as C# has it; what it keeps is read when it is called.
    [Differentiable]
    [At(new[] { 0.75, 0.3, 0.4, 0.9 })]
    public static double DelegateAssignedLate(double[] v)
    {
        Func<double, double> f = null!;
        double k = v[0];
        for (int i = 0; i < v.Length; i++)
        {
            if (i == 1)
            {
                f = t => t * k;
            }

            if (i > 0)
            {
                v[0] += f(v[i]);
            }

            k *= 1.5;
        }

        return v[0];
    }

    [Differentiable]
    [At(0.75, 1)]
    [At(0.75, 3)]
    public static double DelegateOfInnerBlock(double x, int n)
    {
        Func<double, double> f = Math.Sin;
        if (n > 2)
        {
            double k = x * 2.0;
            double Scaled(double t) => t * k;
            f = Scaled;
            k *= x;
        }

        return f(x) * x;
    }

    [Differentiable]
    [At(0.75, 1)]
    [At(0.75, 3)]
    public static double DelegateAssignedInHelper(double x, int n) => Assigned(x, n) * Assigned(x * x, n - 1);

    [Differentiable]
    [At(new[] { 0.75, 0.3, 0.4 }, 1)]
    [At(new[] { 0.75, 0.3, 0.4 }, 3)]
    public static double DelegateAssignedAndCalledInLambda(double[] v, int n)
    {
        Func<double, double> f = t => t * t;
        if (n > 1)
        {
            f = Math.Sin;
        }

        double s = 0.0;
        Action<int> add = i => s += f(v[i]) * v[0];
        add(0);
        f = Math.Exp;
        add(1);
        if (n > 2)
        {
            goto end;
        }

        f = t => s * t;
    end:
        return s * f(v[2]);
    }

    private static double Assigned(double x, int n)
    {
        Func<double, double, double> g = Math.Pow;
        double y = g(x, 2.0);
        double k = y * x;
        if (n > 1)
        {
            g = (a, b) => a * b * k;
            k += 1.0;
        }

        return g(x, y);
    }

    private abstract class Shape
    {
        public double Scale = 2.0;

        public abstract double Area(double r);

        public virtual double Twice(double r) => 2.0 * Area(r);
    }

    private class Circle : Shape
    {
        public override double Area(double r) => Math.PI * r * r * Scale;
    }

    private sealed class Ring : Circle
    {
        public override double Area(double r) => base.Area(r) - base.Area(0.5 * r);
    }

    private sealed class Square(double side) : Shape
    {
        public double Side { get; } = side;

        public override double Area(double r) => Side * r;

        public override double Twice(double r) => base.Twice(r) * r;
    }

    private sealed class Squared : IOperation
    {
        public double At(double x) => x * x;
    }

    private sealed class Exponential : IOperation
    {
        double IOperation.At(double x) => Math.Exp(x);

        public double Twice(double x) => x;
    }

    private abstract class Node
    {
        public abstract double At(double x);
    }

    private sealed class Variable : Node
    {
        public override double At(double x) => x;
    }

    private sealed class Number(double value) : Node
    {
        internal readonly double Value = value;

        public override double At(double x) => Value;
    }

    private sealed class Sine(Node inner) : Node
    {
        internal readonly Node Inner = inner;

        public override double At(double x) => Math.Sin(Inner.At(x));
    }

    private sealed class Product(Node left, Node right) : Node
    {
        internal readonly Node Left = left, Right = right;

        public override double At(double x) => Left.At(x) * Right.At(x);
    }

    private sealed class Sum(Node first, Node second, Node third) : Node
    {
        internal readonly Node First = first, Second = second, Third = third;

        public override double At(double x) => First.At(x) + Second.At(x) - Third.At(x);
    }

    private abstract class Step
    {
        public abstract void Change(ref double x);

        public abstract void Split(in double x, double y, out double whole, out double rest);
    }

    private sealed class Doubling : Step
    {
        public override void Change(ref double x) => x *= 2.0;

        public override void Split(in double x, double y, out double whole, out double rest) => (whole, rest) = (x * y, y);
    }

    private sealed class Squaring : Step
    {
        public override void Change(ref double x) => x *= x;

        public override void Split(in double x, double y, out double whole, out double rest) => (rest, whole) = (x / y, Math.Exp(x));
    }

    // One of the bodies is declared to carry no derivative.
    [Differentiable]
    [At(0.7, 0, Allocates = true)]
    [At(0.7, 1, Allocates = true)]
    public static double OneIsConstant(double x, int n)
    {
        Brake brake = n == 0 ? new Steady() : new Growing();
        return brake.At(x) * x * x;
    }

    private abstract class Brake
    {
        public abstract double At(double x);
    }

    private sealed class Steady : Brake
    {
        [NoDiff]
        public override double At(double x) => x > 0.0 ? 2.0 : 3.0;
    }

    private sealed class Growing : Brake
    {
        public override double At(double x) => x * x;
    }
}
