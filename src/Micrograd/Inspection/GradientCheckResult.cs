using System.Globalization;
using System.Text;

namespace Micrograd;

/// <summary>What <see cref="GradientCheck"/> found.</summary>
public sealed class GradientCheckResult
{
    // Below this part of the largest derivative, rounding of the function itself drowns a difference quotient.
    private const double LargestTrustedError = 1e-6;

    private GradientCheckResult()
    {
    }

    /// <summary>Whether values and derivatives agree in every coordinate.</summary>
    public bool Passed { get; private init; }

    /// <summary>The coordinate in which the gradients part the most for their tolerance, even if they pass; −1 if there is none.</summary>
    public int Index { get; private init; } = -1;

    /// <summary>The relative difference of the gradients at <see cref="Index"/>: of the checked one from the tape's or from the central difference. Infinite where one is NaN or infinite and the other is not the same.</summary>
    public double LargestDifference { get; private init; }

    /// <summary>The value of the function.</summary>
    public double Value { get; private init; }

    /// <summary>The value that the gradient function returned.</summary>
    public double GeneratedValue { get; private init; }

    /// <summary>The tape's value, where there is a tape.</summary>
    public double? TapeValue { get; private init; }

    /// <summary>The gradient checked.</summary>
    public IReadOnlyList<double> Generated { get; private init; } = [];

    /// <summary>The tape's gradient, where there is a tape.</summary>
    public IReadOnlyList<double>? Tape { get; private init; }

    /// <summary>The extrapolated central differences.</summary>
    public IReadOnlyList<double> CentralDifferences { get; private init; } = [];

    private string Against { get; init; } = "";

    private bool ValuesAgree { get; init; }

    /// <summary>A sentence that says where the gradients part, or that they agree.</summary>
    /// <returns>Text in the invariant culture.</returns>
    public override string ToString()
    {
        StringBuilder text = new();
        CultureInfo invariant = CultureInfo.InvariantCulture;
        text.Append(invariant, $"{(Passed ? "passed" : "FAILED")}: ");
        if (!ValuesAgree)
        {
            text.Append(invariant, $"the values differ: function {Value:R}, generated {GeneratedValue:R}");
            text.Append(TapeValue is { } taped ? string.Create(invariant, $", tape {taped:R}; ") : "; ");
        }

        if (Index < 0)
        {
            return text.Append("no coordinates").ToString();
        }

        text.Append(invariant, $"largest difference {LargestDifference:G3} at index {Index} (against {Against}): generated {Generated[Index]:R}");
        if (Tape is not null)
        {
            text.Append(invariant, $", tape {Tape[Index]:R}");
        }

        return text.Append(invariant, $", central difference {CentralDifferences[Index]:R}").ToString();
    }

    internal static GradientCheckResult From(
        (double Function, double Generated, double? Tape) values,
        double[] generated,
        double[]? tape,
        double[] differences,
        double[] errors)
    {
        double magnitude = Magnitude(values.Function, differences);
        (double Ratio, double Difference, int Index, string Against) worst = (-1.0, 0.0, -1, "");
        for (int i = 0; i < generated.Length; i++)
        {
            // What the central difference cannot resolve is no fault of the gradient's, within reason.
            double noise = Math.Min(10.0 * errors[i], LargestTrustedError * magnitude);
            Consider(differences, i, "the central difference", GradientCheck.CentralDifferenceTolerance, noise);
            if (tape is not null)
            {
                Consider(tape, i, "the tape", GradientCheck.TapeTolerance, 1e-12 * magnitude);
            }
        }

        bool valuesAgree = Agree(values.Function, values.Generated) && (values.Tape is not { } taped || Agree(values.Function, taped));
        return new GradientCheckResult
        {
            Passed = valuesAgree && worst.Ratio <= 1.0,
            ValuesAgree = valuesAgree,
            Index = worst.Index,
            LargestDifference = worst.Difference,
            Against = worst.Against,
            Value = values.Function,
            GeneratedValue = values.Generated,
            TapeValue = values.Tape,
            Generated = generated,
            Tape = tape,
            CentralDifferences = differences,
        };

        void Consider(double[] oracle, int i, string name, double tolerance, double floor)
        {
            double difference = Difference(generated[i], oracle[i], floor / tolerance);
            if (difference / tolerance > worst.Ratio)
            {
                worst = (difference / tolerance, difference, i, name);
            }
        }
    }

    /// <summary>|a − b| relative to the greater, or to the floor where both are small.</summary>
    private static double Difference(double a, double b, double floor)
    {
        if (!double.IsFinite(a) || !double.IsFinite(b))
        {
            // Equals, not ==: NaN agrees with NaN.
            return a.Equals(b) ? 0.0 : double.PositiveInfinity;
        }

        return a == b ? 0.0 : Math.Abs(a - b) / Math.Max(floor, Math.Max(Math.Abs(a), Math.Abs(b)));
    }

    private static bool Agree(double a, double b) => Difference(a, b, 0.0) <= 1e-12;

    private static double Magnitude(double value, double[] differences)
    {
        double magnitude = double.IsFinite(value) ? Math.Abs(value) : 0.0;
        foreach (double difference in differences)
        {
            if (double.IsFinite(difference))
            {
                magnitude = Math.Max(magnitude, Math.Abs(difference));
            }
        }

        return magnitude;
    }
}
