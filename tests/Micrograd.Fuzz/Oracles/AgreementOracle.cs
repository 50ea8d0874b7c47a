using System.Collections.Immutable;
using Micrograd.Fuzz.Programs;
using Micrograd.Fuzz.Running;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Fuzz.Oracles;

/// <summary>A switch of the generator, or a choice of names, changes no gradient.</summary>
internal sealed class AgreementOracle(Variant variant) : Oracle
{
    public override string Name => $"{variant.Name} as {Variant.All[0].Name}";

    public override string? Judge(CompiledProgram program, ImmutableArray<object> point)
    {
        if (Thrown(program.Default, point) is not null || Thrown(program.Variants[variant.Name], point) is not null)
        {
            return null;
        }

        double[] expected = Derivatives(program.Default, point);
        double[] actual = Derivatives(program.Variants[variant.Name], point);
        double tolerance = Tolerance(program) * expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        return Difference(expected, actual, tolerance) is { } i && !(program is { IsOnTape: true, Program.IsSingle: true } && LastBitsDecide(program.Default, point, expected, tolerance))
            ? $"entry {i} of the gradient is {actual[i]:R} in {variant.Name} and {expected[i]:R} in {Variant.All[0].Name}"
            : null;
    }

    private static int? Difference(double[] expected, double[] actual, double tolerance)
    {
        int i = Array.FindIndex([.. expected.Zip(actual)], pair => !pair.First.Equals(pair.Second) && !(Math.Abs(pair.First - pair.Second) <= tolerance));
        return i < 0 ? null : i;
    }

    // On the tape a float method computes in double. Where a few units in the last place of the arguments change the gradient as much,
    // the two are gradients at different points.
    private static bool LastBitsDecide(ProbedMethod method, ImmutableArray<object> point, double[] expected, double tolerance) =>
        Enumerable.Range(-4, 9).Any(units => Moved(point, units) is var moved && Thrown(method, moved) is null && Difference(expected, Derivatives(method, moved), tolerance) is not null);

    private static ImmutableArray<object> Moved(ImmutableArray<object> point, int units)
    {
        double factor = 1.0 + (units * Math.Pow(2.0, -23));
        return [.. point.Select(argument => argument switch
        {
            double number => number * factor,
            double[] numbers => numbers.Select(x => x * factor).ToArray(),
            _ => argument,
        })];
    }

    // The adjoint of a number rounded to float is a float; on the tape, where a switch may send a method, it is a double.
    private static double Tolerance(CompiledProgram program) =>
        program.Program.IsSingle ? 2e-3 : program.IsOnTape && program.Program.Forms.Contains(Form.PrecisionConversion) ? 1e-6 : 1e-10;

    // Of FBackward, and of FGradient where there is one.
    private static double[] Derivatives(ProbedMethod method, ImmutableArray<object> point)
    {
        object[] arguments = method.Arguments(point);
        object?[] derivatives = method.Derivatives(arguments, static () => 0.75);
        method.Backward(arguments, Seeds.Of(method, point), derivatives);
        double[] pulled = ProbedMethod.Flatten(derivatives);
        if (!method.HasGradient)
        {
            return pulled;
        }

        arguments = method.Arguments(point);
        derivatives = method.Derivatives(arguments, static () => 0.75);
        method.Gradient(arguments, derivatives);
        return [.. pulled, .. ProbedMethod.Flatten(derivatives)];
    }
}
