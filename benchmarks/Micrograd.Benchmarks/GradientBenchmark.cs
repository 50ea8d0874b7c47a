using BenchmarkDotNet.Attributes;

namespace Micrograd.Benchmarks;

/// <summary>One function, and its gradient in four ways; the gradient written by hand is the baseline.</summary>
[MemoryDiagnoser]
public abstract class GradientBenchmark
{
    private readonly double[] _point;
    private readonly double[] _gradient;
    private readonly Value[] _leaves;

    private protected GradientBenchmark(double[] point)
    {
        _point = point;
        _gradient = new double[point.Length];
        _leaves = [.. point.Select(x => new Value(x))];
    }

    /// <summary>Checks that the four agree, or the comparison would mean nothing.</summary>
    [GlobalSetup]
    public void RequireAgreement()
    {
        double[] expected = new double[_point.Length];
        HandWritten(_point, expected);
        RequireClose(expected, Generated, 1e-10);
        RequireClose(expected, Tape, 1e-10);
        RequireClose(expected, CentralDifferences, 1e-5);
    }

    /// <summary>The function itself.</summary>
    [Benchmark]
    public double Function() => Evaluate(_point);

    /// <summary>A gradient as an experienced programmer writes it.</summary>
    [Benchmark(Baseline = true)]
    public double HandWritten() => HandWritten(_point, _gradient);

    /// <summary>The gradient that the generator writes.</summary>
    [Benchmark]
    public double Generated() => Generated(_point, _gradient);

    /// <summary>A new graph of <see cref="Value"/>s, and <see cref="Value.Backward"/>.</summary>
    [Benchmark]
    public double Tape()
    {
        foreach (Value leaf in _leaves)
        {
            leaf.Grad = 0.0;
        }

        Value result = Tape(_leaves);
        result.Backward();
        for (int i = 0; i < _leaves.Length; i++)
        {
            _gradient[i] = _leaves[i].Grad;
        }

        return result.Data;
    }

    /// <summary>(f(x + h·eᵢ) − f(x − h·eᵢ)) / 2h for every i.</summary>
    [Benchmark]
    public double CentralDifferences()
    {
        for (int i = 0; i < _point.Length; i++)
        {
            double center = _point[i];
            double h = 1e-6 * Math.Max(1.0, Math.Abs(center));
            _point[i] = center + h;
            double above = Evaluate(_point);
            _point[i] = center - h;
            double below = Evaluate(_point);
            _point[i] = center;
            _gradient[i] = (above - below) / (2.0 * h);
        }

        return Evaluate(_point);
    }

    private protected abstract double Evaluate(double[] x);

    private protected abstract double HandWritten(double[] x, double[] gradient);

    private protected abstract double Generated(double[] x, double[] gradient);

    private protected abstract Value Tape(Value[] x);

    private void RequireClose(double[] expected, Func<double> compute, double tolerance)
    {
        compute();
        double scale = expected.Max(Math.Abs);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(_gradient[i] - expected[i]) <= tolerance * scale))
            {
                throw new InvalidOperationException($"{compute.Method.Name}, derivative {i}: {_gradient[i]:R} is not {expected[i]:R}.");
            }
        }
    }
}
