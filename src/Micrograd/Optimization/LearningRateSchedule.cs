namespace Micrograd;

/// <summary>A learning rate that depends on the step.</summary>
public abstract class LearningRateSchedule
{
    private protected LearningRateSchedule()
    {
    }

    /// <summary>The same rate at every step.</summary>
    /// <param name="rate">The rate.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is negative or not finite.</exception>
    public static LearningRateSchedule Constant(double rate) =>
        new FormulaSchedule(RequireRate(rate, nameof(rate)), 0, 0, static (s, _) => s.Start);

    /// <summary>start − (start − end)·k/steps, and end from step <paramref name="steps"/> on.</summary>
    /// <param name="start">The rate at step 0.</param>
    /// <param name="end">The rate at the end.</param>
    /// <param name="steps">The number of steps, at least 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A rate is negative or not finite, or <paramref name="steps"/> is less than 1.</exception>
    public static LearningRateSchedule Linear(double start, double end, int steps) => new FormulaSchedule(
        RequireRate(start, nameof(start)),
        RequireRate(end, nameof(end)),
        RequireSteps(steps, nameof(steps)),
        static (s, step) => step >= s.Steps ? s.End : s.Start - ((s.Start - s.End) * step / s.Steps));

    /// <summary>end + ½(start − end)·(1 + cos(πk/steps)), and end from step <paramref name="steps"/> on (Loshchilov and Hutter 2017).</summary>
    /// <inheritdoc cref="Linear(double, double, int)"/>
    public static LearningRateSchedule Cosine(double start, double end, int steps) => new FormulaSchedule(
        RequireRate(start, nameof(start)),
        RequireRate(end, nameof(end)),
        RequireSteps(steps, nameof(steps)),
        static (s, step) => step >= s.Steps
            ? s.End
            : s.End + (0.5 * (s.Start - s.End) * (1.0 + double.CosPi((double)step / s.Steps))));

    /// <summary>start·factorᵏ.</summary>
    /// <param name="start">The rate at step 0.</param>
    /// <param name="factor">What each step multiplies the rate by, greater than 0 and at most 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="start"/> is negative or not finite, or <paramref name="factor"/> is not in (0, 1].</exception>
    public static LearningRateSchedule Exponential(double start, double factor) => new FormulaSchedule(
        RequireRate(start, nameof(start)),
        RequireFactor(factor, nameof(factor)),
        1,
        static (s, step) => s.Start * Math.Pow(s.End, step));

    /// <summary>start·factor^⌊k/interval⌋.</summary>
    /// <param name="start">The rate at step 0.</param>
    /// <param name="factor">What each interval multiplies the rate by, greater than 0 and at most 1.</param>
    /// <param name="interval">The number of steps between two drops, at least 1.</param>
    /// <returns>The schedule.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of its range.</exception>
    public static LearningRateSchedule StepDecay(double start, double factor, int interval) => new FormulaSchedule(
        RequireRate(start, nameof(start)),
        RequireFactor(factor, nameof(factor)),
        RequireSteps(interval, nameof(interval)),
        static (s, step) => s.Start * Math.Pow(s.End, step / s.Steps));

    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">The step k, counted from 0.</param>
    /// <returns>The rate.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is negative.</exception>
    public abstract double At(int step);

    private static double RequireRate(double rate, string name) => double.IsFinite(rate) && rate >= 0
        ? rate
        : throw new ArgumentOutOfRangeException(name, rate, "A learning rate must be a finite number that is not negative.");

    private static double RequireFactor(double factor, string name) => factor > 0 && factor <= 1
        ? factor
        : throw new ArgumentOutOfRangeException(name, factor, "The factor must be greater than 0 and at most 1.");

    private static int RequireSteps(int steps, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, name);
        return steps;
    }

    private sealed class FormulaSchedule(double start, double end, int steps, Func<FormulaSchedule, int, double> formula)
        : LearningRateSchedule
    {
        internal double Start => start;

        internal double End => end;

        internal int Steps => steps;

        public override double At(int step)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(step);
            return formula(this, step);
        }
    }
}
