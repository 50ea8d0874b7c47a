using System;
using Micrograd;

namespace Samples;

/// <summary>Blocks that are cleaned up after: try with finally, using, lock.</summary>
public static partial class Cleanup
{
    private static readonly object Gate = new();
    private static int _steps;

    public struct Depth : IDisposable
    {
        public static int Current { get; private set; }

        public int Level;

        public Depth(int level)
        {
            Level = level;
            Current++;
        }

        public void Dispose()
        {
            Current--;
            Level++;
        }
    }

    private static void Count() => _steps++;

    [Differentiable]
    [At(0.7, 1)]
    [At(1.9, -1)]
    [At(1.9, 0)]
    public static double TryAsOtherBranch(double x, int n)
    {
        double y = x;
        if (n > 0)
        {
            y *= x;
        }
        else
        {
            try
            {
                y = Math.Sin(y);
            }
            finally
            {
                Count();
            }
        }

        if (n < 0)
        {
            y *= 3.0;
        }
        else
        {
            lock (Gate)
            {
                y += x * y;
            }
        }

        return y * y;
    }

    [Differentiable]
    [At(0.7)]
    [At(1.9)]
    public static double ReturnInTry(double x)
    {
        double y = x;
        try
        {
            y *= x;
            if (y > 2.0)
            {
                return y * x;
            }

            y += Math.Sin(y);
        }
        finally
        {
            _steps++;
            if (_steps > 1000)
            {
                _steps = 0;
            }
        }

        return y * y;
    }

    [Differentiable]
    [At(0.7)]
    public static double ExitsThroughFinally(double x)
    {
        double y = x;
        for (int i = 0; i < 6; i++)
        {
            try
            {
                if (i == 1)
                {
                    continue;
                }

                y = Math.Sin(y) * x + i;
                if (i == 4)
                {
                    break;
                }
            }
            finally
            {
                _steps += 3;
            }

            y += 0.5 * x;
        }

        return y * y;
    }

    [Differentiable]
    [At(0.7)]
    public static double Locked(double x)
    {
        double y;
        lock (Gate)
        {
            double u = Math.Exp(x);
            y = u * u * x;
        }

        return y * x;
    }

    [Differentiable]
    [At(0.7)]
    [At(1.4)]
    public static double UsingDeclaration(double x)
    {
        using Depth outer = new(1);
        double y = Inner(x) * outer.Level;
        for (int i = 0; i < 3; i++)
        {
            using (Depth inner = new(i))
            {
                y += Inner(y * x) * (Depth.Current - inner.Level);
            }
        }

        return y;
    }

    private static double Inner(double x)
    {
        using Depth depth = new(2);
        if (x > 1.0)
        {
            return x * depth.Level;
        }

        return Math.Sin(x) * Depth.Current;
    }

    [Differentiable]
    [At(0.7, 3)]
    public static double RecursionInTry(double x, int n)
    {
        try
        {
            return n == 0 ? x : RecursionInTry(x * x * 0.5 + 0.3, n - 1) * x;
        }
        finally
        {
            _steps = n;
        }
    }

    [Differentiable]
    [At(new[] { 0.3, 0.5, 0.7, 0.9 })]
    public static double ArraysInTry(double[] x)
    {
        double s = 0.0;
        double[] t = new double[3];
        try
        {
            for (int i = 0; i < t.Length; i++)
            {
                double u = x[i] * x[i + 1];
                t[i] = Math.Exp(u);
                s += t[i] * u;
            }

            double[] w = [s, x[0]];
            s *= w[1] * w[0];
        }
        finally
        {
            try
            {
                _steps++;
            }
            finally
            {
                _steps--;
            }
        }

        return s * t[1];
    }
}
