using System;
using Micrograd;

namespace Samples;

/// <summary>Time stepping, filters and iterations.</summary>
public static partial class Dynamics
{
    [Differentiable]
    [At(1.0, 0.5, 20)]
    public static double RungeKutta(double y, double rate, int steps)
    {
        double h = 0.05;
        for (int i = 0; i < steps; i++)
        {
            double k1 = Slope(y, rate);
            double k2 = Slope(y + 0.5 * h * k1, rate);
            double k3 = Slope(y + 0.5 * h * k2, rate);
            double k4 = Slope(y + h * k3, rate);
            y += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + k4);
        }

        return y;
    }

    private static double Slope(double y, double rate) => rate * y * (1.0 - y * 0.2);

    [Differentiable]
    [At(new[] { 1.0, 0.0 }, new[] { 1.2, 0.1 }, 10)]
    public static double RungeKuttaWithBuffers(double[] state, ReadOnlySpan<double> parameters, int steps)
    {
        int n = state.Length;
        double[] k = new double[4 * n];
        double[] stage = new double[n];
        double h = 0.1;
        for (int step = 0; step < steps; step++)
        {
            for (int s = 0; s < 4; s++)
            {
                double weight = s == 0 ? 0.0 : s == 3 ? h : 0.5 * h;
                for (int i = 0; i < n; i++)
                {
                    stage[i] = state[i] + (s == 0 ? 0.0 : weight * k[(s - 1) * n + i]);
                }

                Oscillator(stage, parameters, k.AsSpan(s * n, n));
            }

            for (int i = 0; i < n; i++)
            {
                state[i] += h / 6.0 * (k[i] + 2.0 * k[n + i] + 2.0 * k[2 * n + i] + k[3 * n + i]);
            }
        }

        return state[0] * state[0] + state[1];
    }

    private static void Oscillator(ReadOnlySpan<double> y, ReadOnlySpan<double> p, Span<double> rate)
    {
        rate[0] = y[1];
        rate[1] = -p[0] * Math.Sin(y[0]) - p[1] * y[1];
    }

    [Differentiable]
    [At(new[] { 0.9, 1.2, 1.1, 0.7, 1.3 }, 0.1, 0.5)]
    public static double KalmanLogLikelihood(ReadOnlySpan<double> observed, double process, double noise)
    {
        double mean = 0.0;
        double variance = 1.0;
        double log = 0.0;
        for (int t = 0; t < observed.Length; t++)
        {
            variance += process;
            double innovation = observed[t] - mean;
            double s = variance + noise;
            double gain = variance / s;
            mean += gain * innovation;
            variance *= 1.0 - gain;
            log -= 0.5 * (Math.Log(s) + innovation * innovation / s);
        }

        return log;
    }

    [Differentiable]
    [At(2.0, 0.3)]
    [At(0.7, 0.6)]
    public static double KeplerEquation(double meanAnomaly, double eccentricity)
    {
        double e = meanAnomaly;
        for (int i = 0; i < 50; i++)
        {
            double f = e - eccentricity * Math.Sin(e) - meanAnomaly;
            double step = f / (1.0 - eccentricity * Math.Cos(e));
            e -= step;
            if (Math.Abs(step) < 1e-13)
            {
                break;
            }
        }

        return Math.Cos(e) - eccentricity;
    }

    [Differentiable]
    [At(new[] { 1.0, 0.0, 0.0, 0.5, 0.0 }, 0.2, 6)]
    public static double HeatEquation(Span<double> u, double r, int steps)
    {
        Span<double> next = stackalloc double[u.Length];
        for (int k = 0; k < steps; k++)
        {
            for (int i = 1; i + 1 < u.Length; i++)
            {
                next[i] = u[i] + r * (u[i - 1] - 2.0 * u[i] + u[i + 1]);
            }

            for (int i = 1; i + 1 < u.Length; i++)
            {
                u[i] = next[i];
            }
        }

        double s = 0.0;
        for (int i = 0; i < u.Length; i++)
        {
            s += u[i] * u[i];
        }

        return s;
    }

    [Differentiable]
    [At(0.8, 1.3, 20)]
    public static double Leapfrog(double x, double v, int steps)
    {
        double a = -x;
        for (int i = 0; i < steps; i++)
        {
            v += 0.05 * a;
            x += 0.1 * v;
            a = -x + 0.1 * x * x * x;
            v += 0.05 * a;
        }

        return 0.5 * v * v + 0.5 * x * x;
    }

    [Differentiable]
    [At(new[] { 1.0, 0.5, 0.25, 2.0 }, 0.3, 0.6)]
    public static double ExponentialSmoothing(ReadOnlySpan<double> x, double alpha, double beta)
    {
        double level = x[0];
        double trend = 0.0;
        double error = 0.0;
        for (int t = 1; t < x.Length; t++)
        {
            double forecast = level + trend;
            double e = x[t] - forecast;
            error += e * e;
            double last = level;
            level = alpha * x[t] + (1.0 - alpha) * forecast;
            trend = beta * (level - last) + (1.0 - beta) * trend;
        }

        return error;
    }

    [Differentiable]
    [At(0.5, 2.0, 8)]
    public static double SimpsonIntegral(double a, double b, int n)
    {
        double h = (b - a) / n;
        double s = Math.Exp(-a * a) + Math.Exp(-b * b);
        for (int i = 1; i < n; i++)
        {
            double x = a + i * h;
            s += (i % 2 == 0 ? 2.0 : 4.0) * Math.Exp(-x * x);
        }

        return s * h / 3.0;
    }

    [Differentiable]
    [At(0.05, 0.2, 16)]
    public static double BinomialTree(double rate, double sigma, int n)
    {
        double dt = 1.0 / n;
        double up = Math.Exp(sigma * Math.Sqrt(dt));
        double p = (Math.Exp(rate * dt) - 1.0 / up) / (up - 1.0 / up);
        double discount = Math.Exp(-rate * dt);
        double[] value = new double[n + 1];
        for (int i = 0; i <= n; i++)
        {
            value[i] = Math.Max(100.0 * Math.Pow(up, 2 * i - n) - 95.0, 0.0);
        }

        for (int k = n; k > 0; k--)
        {
            for (int i = 0; i < k; i++)
            {
                value[i] = discount * (p * value[i + 1] + (1.0 - p) * value[i]);
            }
        }

        return value[0];
    }
}
