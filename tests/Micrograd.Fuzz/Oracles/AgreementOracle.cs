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
        for (int i = 0; i < expected.Length; i++)
        {
            if (!actual[i].Equals(expected[i]) && !(Math.Abs(actual[i] - expected[i]) <= tolerance))
            {
                return $"entry {i} of the gradient is {actual[i]:R} in {variant.Name} and {expected[i]:R} in {Variant.All[0].Name}";
            }
        }

        return null;
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
