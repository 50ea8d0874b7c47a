using System.Collections.Immutable;
using System.Globalization;
using Micrograd.Fuzz.Programs;
using Micrograd.Fuzz.Running;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Fuzz.Oracles;

/// <summary>
/// Central differences extrapolated to step 0. They judge only where every stencil point takes the same decisions and the
/// extrapolation settles by its own estimate of the error; elsewhere the point is not smooth and says nothing.
/// </summary>
internal sealed class DifferenceOracle : Oracle
{
    // Where a number moves this far within a step, the sine of it turns round so often that differences see nothing of its slope.
    private const double SteepestSlope = 1e12;

    private static long _judged;
    private static long _skipped;

    public override string Name => "central differences";

    /// <summary>Partial derivatives that were judged, and those where the point is not smooth.</summary>
    public static (long Judged, long Skipped) Counts => (Interlocked.Read(ref _judged), Interlocked.Read(ref _skipped));

    public override string? Judge(CompiledProgram program, ImmutableArray<object> point)
    {
        if (program.Program.IsSingle || program.Program.Reached.SelectMany(static m => m.Nodes).Any(static n => IsBlind(n)) || Thrown(program.Default, point) is not null)
        {
            return null;
        }

        ProbedMethod method = program.Default;
        object[] arguments = method.Arguments(point);
        object?[] derivatives = method.Derivatives(arguments, static () => 0.0);
        for (int p = 0; p < derivatives.Length; p++)
        {
            derivatives[p] = Weight(method.Parameters[p], derivatives[p]);
        }

        double[] seeds = Seeds.Of(method, point);
        method.Backward(arguments, seeds, derivatives);
        for (int p = 0; p < derivatives.Length; p++)
        {
            double[] pulled = derivatives[p] is { } d ? ProbedMethod.Flatten([d]) : [];
            for (int k = 0; k < pulled.Length; k++)
            {
                if (Judge(program, point, seeds, p, k, pulled[k]) is { } failure)
                {
                    return failure;
                }
            }
        }

        return null;
    }

    // Differences see what Stop drops; the rounding to float and the processor's estimates are steps; in float nothing settles.
    private static bool IsBlind(Node node) => node.Form is Form.Stop or Form.ConstantMember or Form.PrecisionConversion || node.Text.Contains("Reciprocal", StringComparison.Ordinal);

    private static object? Weight(ProbeParameter parameter, object? zero) => (parameter.CarriesUpstream, zero) switch
    {
        (true, double[] vector) => vector.Select(static (_, k) => 0.5 + (0.25 * k)).ToArray(),
        (true, double) => 0.5,
        _ => zero,
    };

    private static string? Judge(CompiledProgram program, ImmutableArray<object> point, double[] seeds, int parameter, int element, double actual)
    {
        double at = point[parameter] is double[] vector ? vector[element] : (double)point[parameter];
        ulong path = Path(program, point);
        bool isSmooth = true;
        (double expected, double error) = CentralDifferences.At(
            x =>
            {
                double total = Total(program, point, seeds, parameter, element, x, out ulong taken);
                isSmooth &= taken == path;
                return total;
            },
            at,
            0.01);
        double scale = Math.Max(1.0, Math.Max(Math.Abs(expected), Math.Abs(actual)));
        if (!isSmooth || Math.Abs(expected) > SteepestSlope || !(error <= 1e-6 * Math.Max(1.0, Math.Abs(expected))))
        {
            Interlocked.Increment(ref _skipped);
            return null;
        }

        Interlocked.Increment(ref _judged);
        return Math.Abs(expected - actual) <= (1e-6 * scale) + (20 * error) ? null
            : string.Create(CultureInfo.InvariantCulture, $"{program.Default.Parameters[parameter].Name}[{element}] is {actual:R}, differences say {expected:R} ± {error:E1}");
    }

    private static ulong Path(CompiledProgram program, ImmutableArray<object> point)
    {
        program.TakePath();
        program.Traced.Call(program.Traced.Arguments(point));
        return program.TakePath();
    }

    private static double Total(CompiledProgram program, ImmutableArray<object> point, double[] seeds, int parameter, int element, double x, out ulong path)
    {
        object[] arguments = program.Traced.Arguments(point);
        if (arguments[parameter] is double[] vector)
        {
            vector[element] = x;
        }
        else
        {
            arguments[parameter] = x;
        }

        object? value = null;
        program.TakePath();
        Type? thrown = Thrown(() => value = program.Traced.Call(arguments));
        path = program.TakePath();
        if (thrown is not null)
        {
            path = ~path;
            return double.NaN;
        }

        double total = ProbedMethod.Flatten([value]).Zip(seeds, static (v, seed) => v * seed).Sum();
        for (int p = 0; p < arguments.Length; p++)
        {
            ProbeParameter role = program.Default.Parameters[p];
            if (role is { CarriesUpstream: true, HasDerivative: true } && ProbedMethod.Flatten([arguments[p]]) is var exit)
            {
                total += exit.Select(static (v, k) => v * (0.5 + (0.25 * k))).Sum();
            }
        }

        return total;
    }
}
