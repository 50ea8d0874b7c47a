namespace Micrograd;

/// <summary>A function of n numbers.</summary>
/// <param name="x">The point.</param>
/// <returns>The value.</returns>
public delegate double ScalarFunction(ReadOnlySpan<double> x);

/// <summary>A function of n numbers that also gives its gradient, such as a generated one.</summary>
/// <param name="x">The point.</param>
/// <param name="gradient">Is overwritten with the n derivatives.</param>
/// <returns>The value.</returns>
public delegate double GradientFunction(ReadOnlySpan<double> x, Span<double> gradient);

/// <summary>Compares a gradient with the tape's and with central differences.</summary>
public static class GradientCheck
{
    /// <summary>The relative difference from central differences that passes.</summary>
    public const double CentralDifferenceTolerance = 1e-6;

    /// <summary>The relative difference from the tape that passes: summation order may differ, nothing else.</summary>
    public const double TapeTolerance = 1e-9;

    /// <summary>Evaluates the gradient in up to three ways and reports where they part.</summary>
    /// <remarks>
    /// The central differences are extrapolated to step 0 (<see href="https://doi.org/10.1016/S0141-1195(82)80057-0">Ridders 1982</see>). They exist only where the
    /// function is smooth around the point: at a kink, or at the border of the domain, the check fails even if the gradient follows its convention there.
    /// A NaN or infinite derivative passes only if all agree on it.
    /// </remarks>
    /// <param name="point">The point, n numbers.</param>
    /// <param name="f">The function. It is called some 20 times a coordinate.</param>
    /// <param name="generated">The gradient to check.</param>
    /// <param name="tape">The same function on the dynamic tape, if there is one.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="f"/> or <paramref name="generated"/> is null, or <paramref name="tape"/> returns null.</exception>
    public static GradientCheckResult Compare(
        ReadOnlySpan<double> point,
        ScalarFunction f,
        GradientFunction generated,
        Func<Value[], Value>? tape = null)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(generated);

        double value = f(point);
        double[] gradient = new double[point.Length];

        // Garbage in: a gradient function overwrites, and one that adds or forgets an entry must not pass.
        Array.Fill(gradient, double.NaN);
        double generatedValue = generated(point, gradient);
        (double Value, double[] Gradient)? taped = tape is null ? null : Evaluate(tape, point);

        double[] differences = new double[point.Length];
        double[] errors = new double[point.Length];
        double[] x = point.ToArray();
        for (int i = 0; i < x.Length; i++)
        {
            (differences[i], errors[i]) = CentralDifference.Extrapolate(f, x, i);
        }

        return GradientCheckResult.From(
            (value, generatedValue, taped?.Value),
            gradient,
            taped?.Gradient,
            differences,
            errors);
    }

    private static (double Value, double[] Gradient) Evaluate(Func<Value[], Value> tape, ReadOnlySpan<double> point)
    {
        Value[] inputs = new Value[point.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = new Value(point[i]);
        }

        Value result = tape(inputs);
        ArgumentNullException.ThrowIfNull(result, nameof(tape));
        result.Backward();
        return (result.Data, Array.ConvertAll(inputs, input => input.Grad));
    }
}
