using System;
using System.Collections.Generic;
using System.Linq;
using Micrograd;
using static System.Math;

namespace Samples;

/// <summary>Loops with several counters, unusual steps and exits, and the forms of switch.</summary>
public static partial class Control
{
    [Differentiable]
    [At(1.5, 6)]
    public static double TwoCounters(double x, int n)
    {
        double sum = 0.0;
        for (int i = 0, j = n; i < j; i++, j--)
        {
            sum = sum * x + i * j;
        }

        return sum;
    }

    [Differentiable]
    [At(0.8)]
    public static double FloatingTimeSteps(double x)
    {
        double sum = 0.0;
        for (double t = 0.0; t < 1.0; t += 0.25)
        {
            sum += Math.Exp(-x * t) * t;
        }

        return sum;
    }

    [Differentiable]
    [At(1.7, Step = 1e-3)]
    public static double ActiveExit(double x)
    {
        double t = x;
        int trips = 0;
        while (t < 20.0 && trips++ < 50)
        {
            t = t * x + 0.5;
        }

        return t;
    }

    [Differentiable]
    [At(1.7, 11)]
    public static double StepsOfThree(double x, int n)
    {
        double sum = 0.0;
        for (int i = n; i >= 0; i -= 3)
        {
            sum = sum * 0.5 + x * i * sum + x;
        }

        return sum;
    }

    [Differentiable]
    [At(1.3, 5)]
    public static double GotoCase(double x, int n)
    {
        double result = x;
        for (int i = 0; i < n; i++)
        {
            switch (i % 3)
            {
                case 0:
                    result *= x;
                    goto case 2;
                case 1:
                    result += x * x;
                    break;
                case 2:
                    result = Math.Sin(result);
                    goto default;
                default:
                    result += 1.0;
                    break;
            }
        }

        return result;
    }

    [Differentiable]
    [At(1.3, 5)]
    public static double CheckedCounters(double x, int n)
    {
        const int Bias = 2;
        int sum = 0;
        for (int i = 0; i < n; i++)
        {
            sum = checked(sum + i) + unchecked(i * int.MaxValue) * 0;
        }

        return x * (sum + Bias) + x * x;
    }

    [Differentiable]
    [At(1.3, 2.1, 0)]
    [At(1.3, 2.1, 5)]
    [At(1.3, 2.1, -1)]
    public static double PatternsWithWhen(double x, double y, int n) => n switch
    {
        0 when x > y => x * y,
        0 => x - y * y,
        > 3 and < 10 => Math.Pow(x, y),
        _ when y > 0.0 => y / x,
        _ => x,
    };

    [Differentiable]
    [At(1.3, 4)]
    public static double NestedExits(double x, int n)
    {
        double sum = 0.0;
        for (int i = 0; i < n; i++)
        {
            bool stop = false;
            for (int j = 0; j < n; j++)
            {
                if (i * j > 4)
                {
                    stop = true;
                    break;
                }

                sum += x * Math.Cos(sum + j);
            }

            if (stop)
            {
                break;
            }
        }

        return sum;
    }

    [Differentiable]
    [At(new[] { 0.3, 0.5, 0.7, 0.9 })]
    [At(new[] { 1.3, 0.5, 1.7, 0.9 }, Step = 1e-3)]
    public static double LabelBehindNestedLoops(double[] x)
    {
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double u = x[i] * x[j];
                s += u * u;
                if (s > 3.0)
                {
                    goto found;
                }
            }

            s *= 0.9;
        }

        s = Math.Sin(s);
        found:
        return s * x[0];
    }

    [Differentiable]
    [At(0.7)]
    [At(1.6)]
    public static double TwoLabels(double x)
    {
        double y = x;
        if (x > 1.0)
        {
            goto second;
        }

        for (int i = 0; ; i++)
        {
            y = y * x + 0.5;
            if (i == 3)
            {
                goto first;
            }
        }

        first:
        y *= y;
        if (y > 100.0)
        {
            goto second;
        }

        y += x;
        second:
        return y * x;
    }

    // One label ends a trip of the outer loop, the other both loops; a return lies between.
    [Differentiable]
    [At(new double[] { 0.7, 0.4, 1.3 })]
    [At(new double[] { 0.7, -0.4, 1.3 })]
    [At(new double[] { 1.7, 2.4, -1.3 })]
    [At(new double[] { 3.7, 2.4, 1.3 })]
    public static double ContinueOuterAndDone(double[] x)
    {
        double s = 0.0;
        for (int i = 0; i < x.Length; i++)
        {
            for (int j = 0; j < x.Length; j++)
            {
                if (x[j] < 0.0)
                {
                    goto next;
                }

                s += x[i] * x[j];
                if (s > 12.0)
                {
                    return s * s;
                }

                if (s > 5.0)
                {
                    goto done;
                }
            }

            s *= 1.1;
            next:
            s += x[i];
        }

        s *= s;
        done:
        return s * x[0];
    }

    [Differentiable]
    [At(new double[] { 0.7, -0.4, 1.3 }, 0)]
    [At(new double[] { 0.7, 0.4, -1.3 }, 1)]
    [At(new double[] { 1.7, 2.4, 1.3 }, 3)]
    public static double LabelsInMethodPutInPlace(ReadOnlySpan<double> x, int n) => Walk(x, n) * Walk(x[1..], n + 1);

    private static double Walk(ReadOnlySpan<double> x, int n)
    {
        double s = x[0];
        int trips = 0;
        while (trips++ < 4)
        {
            foreach (double v in x)
            {
                switch (n)
                {
                    case 1:
                        if (v > 0.0)
                        {
                            goto next;
                        }

                        s *= v;
                        break;
                    case 2 when v < 0.0:
                        goto done;
                    default:
                        s += v * s;
                        break;
                }

                if (s > 9.0)
                {
                    goto rest;
                }
            }

            s *= x[0];
            next:
            s = Math.Sin(s) + x[^1];
        }

        rest:
        s *= 0.5;
        done:
        s += x[0] * x[0];
        return s;
    }

    // What the right operand assigns, C# knows to be there where the condition holds.
    [Differentiable]
    [At(1.5, true)]
    [At(1.5, false)]
    [At(0.5, true)]
    public static double AssignedInACondition(double x, bool b)
    {
        double y, z;
        if (b && (y = x * x) > 1.0)
        {
            return y;
        }

        return !b || (z = x * x * x) < 0.1 ? Math.Exp(x) : z;
    }

    [Differentiable]
    [At(1.5, 4)]
    [At(0.5, 0)]
    public static double AssignedInTheConditionOfALoop(double x, int n)
    {
        double y, s = x;
        while (n-- > 0 && (y = s * x) < 9.0)
        {
            s = y * y + 1.0;
        }

        return s;
    }

    [Differentiable]
    [At(0.7, 0)]
    [At(1.3, 1)]
    [At(0.7, 1)]
    [At(0.7, 2)]
    public static double GotoWithinASection(double x, int n)
    {
        switch (n)
        {
            case 0:
                return x * x;
            case 1:
                if (x > 1.0)
                {
                    goto done;
                }

                x *= x;
            done:
                x = Math.Sin(x);
                break;
            default:
                x *= 2.0;
                goto case 1;
        }

        return x * x;
    }
}
