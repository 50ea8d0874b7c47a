using System.Globalization;
using Microsoft.CodeAnalysis;
using Xunit.Sdk;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>
/// Holds one method at one point against every oracle. All of them judge the same number: upstream · result plus, for every
/// derivative argument, its content on entry · (the exit value where the caller sees the method's stores, else the entry value).
/// </summary>
internal sealed class OracleCheck(ProbedMethod method, IReadOnlyList<object> at, OracleOptions options)
{
    // What an earlier failure left on this thread is not this method's doing.
    private readonly long _scratchBefore = ScratchMemory.BytesInUse;
    private readonly double _tolerance = options.Tolerance ?? (method.IsSinglePrecision ? 2e-5 : 1e-12);

    public void Run()
    {
        object[] exit = method.Arguments(at);
        object? value = method.Call(exit);

        // A first content that the gradient must overwrite and a pull-back must keep.
        int seed = 0;
        double Next() => 0.25 + (seed++ % 7 * 0.375);
        if (method.HasGradient)
        {
            CheckGradient(value, exit);
        }
        else if (method.Result.IsFloating)
        {
            Fail("FGradient is missing");
        }

        CheckBackward(value, exit, 1.0, Next);
        seed = 3;
        CheckBackward(value, exit, -2.5, () => -Next());
        CheckMemory(value);
    }

    // Each number of the result has an adjoint of its own.
    private double[] Seeds(object? value, double upstream) => method.Result.HasUpstream
        ? [.. ProbedMethod.Flatten([value]).Select((_, k) => upstream * (1.0 + (0.5 * k)))]
        : [];

    private void CheckGradient(object? value, object[] exit)
    {
        object[] arguments = method.Arguments(at);
        object?[] derivatives = method.Derivatives(arguments, static () => 12345.678);
        Same("FGradient", value, method.Gradient(arguments, derivatives));
        SameArguments("FGradient", exit, arguments);

        // An out parameter has no derivative in FGradient.
        for (int i = 0; i < derivatives.Length; i++)
        {
            derivatives[i] = method.Parameters[i].RefKind == RefKind.Out && derivatives[i] is not null ? method.Parameters[i].Derivative(arguments[i], static () => 0.0) : derivatives[i];
        }

        double[] gradient = ProbedMethod.Flatten(derivatives);
        object?[] zeros = method.ZeroDerivatives(method.Arguments(at));
        if (options.Tape)
        {
            Agree("FGradient and the tape", gradient, TapeGradient(value, 1.0, zeros), _tolerance);
        }

        if (options.Smooth)
        {
            AgreeWithDifferences("FGradient", gradient, 1.0, zeros);
        }
    }

    private void CheckBackward(object? value, object[] exit, double upstream, Func<double> next)
    {
        object[] arguments = method.Arguments(at);
        object?[] derivatives = method.Derivatives(arguments, next);
        object?[] weights = [.. derivatives.Select(static d => d is Array array ? array.Clone() : d)];
        Same("FBackward", value, method.Backward(arguments, Seeds(value, upstream), derivatives));
        SameArguments("FBackward", exit, arguments);
        double[] pulled = ProbedMethod.Flatten(derivatives);
        if (options.Tape)
        {
            Agree($"FBackward with upstream {upstream} and the tape", pulled, TapeGradient(value, upstream, weights), _tolerance);
        }

        if (options.Smooth && (upstream != 1.0 || !method.HasGradient))
        {
            AgreeWithDifferences($"FBackward with upstream {upstream}", pulled, upstream, weights);
        }
    }

    private double[] TapeGradient(object? value, double upstream, object?[] weights)
    {
        object?[] derivatives = [.. weights.Select(static d => d is Array array ? array.Clone() : d)];
        double[] result = method.Tape(method.Arguments(at), Seeds(value, upstream), derivatives);
        double[] expected = method.Result.HasUpstream ? ProbedMethod.Flatten([value]) : [];
        Assert.Equal(expected.Length, result.Length);
        for (int k = 0; k < expected.Length; k++)
        {
            if (method.Result.Shape is { } shape && !shape.Leaves[k].IsFloating)
            {
                continue;
            }

            if (method.IsSinglePrecision)
            {
                Agree("the value and the tape's", [expected[k]], [result[k]], _tolerance);
            }
            else
            {
                SameBits("the tape", expected[k], result[k]);
            }
        }

        return ProbedMethod.Flatten(derivatives);
    }

    private void AgreeWithDifferences(string what, double[] actual, double upstream, object?[] weights)
    {
        object[] point = method.Arguments(at);
        double step = method.IsSinglePrecision ? 0.05 : options.Step;
        int position = 0;
        for (int p = 0; p < point.Length; p++)
        {
            ProbeParameter parameter = method.Parameters[p];
            if (!parameter.HasDerivative)
            {
                continue;
            }

            int count = point[p] is Array numbers ? numbers.Length : 1;
            for (int k = 0; k < count; k++, position++)
            {
                if (parameter.RefKind == RefKind.Out || !parameter.IsDifferentiated(k))
                {
                    continue;
                }

                int parameterIndex = p;
                int element = k;
                double at0 = point[p] is Array ? Convert.ToDouble(((Array)point[p]).GetValue(k), CultureInfo.InvariantCulture) : Convert.ToDouble(point[p], CultureInfo.InvariantCulture);
                (double expected, double error) = CentralDifferences.At(x => Total(parameterIndex, element, x, upstream, weights), at0, step);
                double scale = Math.Max(1.0, Math.Max(Math.Abs(expected), Math.Abs(actual[position])));
                double allowed = ((method.IsSinglePrecision ? 3e-3 : options.DifferenceTolerance) * scale) + (10.0 * error);
                if (error > (method.IsSinglePrecision ? 1e-2 : 1e-4) * scale)
                {
                    Fail($"central differences of {parameter.Name}[{k}] do not settle ({expected:R} ± {error:E1}): the point is not smooth");
                }

                if (!(Math.Abs(expected - actual[position]) <= allowed))
                {
                    Fail($"{what} and central differences: {parameter.Name}[{k}] is {actual[position]:R}, differences say {expected:R} ± {error:E1}");
                }
            }
        }
    }

    private double Total(int parameter, int element, double x, double upstream, object?[] weights)
    {
        object[] entry = Moved(parameter, element, x);
        object[] exit = Moved(parameter, element, x);
        object? value = method.Call(exit);
        double total = method.Result.HasUpstream ? Weighed(value, Seeds(value, upstream)) : 0.0;
        for (int p = 0; p < weights.Length; p++)
        {
            if (weights[p] is { } weight)
            {
                double[] w = ProbedMethod.Flatten([weight]);
                double[] v = ProbedMethod.Flatten([method.Parameters[p].CarriesUpstream ? exit[p] : entry[p]]);
                total += w.Zip(v, static (a, b) => a * b).Sum();
            }
        }

        return total;
    }

    private double Weighed(object? value, double[] seeds) => ProbedMethod.Flatten([value])
        .Select((number, k) => method.Result.Shape is { } shape && !shape.Leaves[k].IsFloating ? 0.0 : number * seeds[k])
        .Sum();

    private object[] Moved(int parameter, int element, double x)
    {
        object[] arguments = method.Arguments(at);
        bool isSingle = method.Parameters[parameter].Element == "float";
        object moved = isSingle ? (object)(float)x : x;
        if (arguments[parameter] is Array array)
        {
            array.SetValue(moved, element);
        }
        else
        {
            arguments[parameter] = moved;
        }

        return arguments;
    }

    private void CheckMemory(object? value)
    {
        object[] arguments = method.Arguments(at);
        long bytes = method.Allocated(arguments, Seeds(value, 1.0), method.ZeroDerivatives(arguments));
        if (bytes != 0 && !options.Allocates && !method.Result.IsArray)
        {
            Fail($"{bytes} bytes allocated in 20 calls of each of FGradient and FBackward");
        }

        if (ScratchMemory.BytesInUse != _scratchBefore)
        {
            Fail($"{ScratchMemory.BytesInUse - _scratchBefore} bytes of scratch memory not returned");
        }
    }

    private void Agree(string what, double[] actual, double[] expected, double tolerance)
    {
        double scale = expected.Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max();
        for (int i = 0; i < expected.Length; i++)
        {
            bool same = actual[i].Equals(expected[i]) || (double.IsFinite(actual[i]) && Math.Abs(actual[i] - expected[i]) <= tolerance * scale);
            if (!same)
            {
                Fail($"{what} differ at {i}: {actual[i]:R} and {expected[i]:R} (all: {Show(actual)} and {Show(expected)})");
            }
        }
    }

    private void Same(string what, object? expected, object? actual)
    {
        if (expected is not double[] numbers)
        {
            SameBits(what, expected, actual);
            return;
        }

        double[] given = (double[])actual!;
        Assert.Equal(numbers.Length, given.Length);
        for (int k = 0; k < numbers.Length; k++)
        {
            SameBits($"{what}, number {k},", numbers[k], given[k]);
        }
    }

    private void SameBits(string what, object? expected, object? actual)
    {
        bool same = (expected, actual) switch
        {
            (double e, double a) => BitConverter.DoubleToInt64Bits(e) == BitConverter.DoubleToInt64Bits(a) || (double.IsNaN(e) && double.IsNaN(a)),
            (float e, float a) => BitConverter.SingleToInt32Bits(e) == BitConverter.SingleToInt32Bits(a) || (float.IsNaN(e) && float.IsNaN(a)),
            _ => Equals(expected, actual),
        };
        if (!same)
        {
            Fail($"{what} gives the value {actual:R}, the method itself {expected:R}");
        }
    }

    private void SameArguments(string what, object[] expected, object[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (method.Parameters[i].CarriesUpstream || method.Parameters[i].IsVector)
            {
                double[] e = ProbedMethod.Flatten([expected[i]]);
                double[] a = ProbedMethod.Flatten([actual[i]]);
                for (int k = 0; k < e.Length; k++)
                {
                    SameBits($"{what} leaves {method.Parameters[i].Name}[{k}];", e[k], a[k]);
                }
            }
        }
    }

    private static string Show(double[] values) => "[" + string.Join(", ", values.Select(static v => v.ToString("R", CultureInfo.InvariantCulture))) + "]";

    private void Fail(string message) => throw new XunitException(
        $"{method.Name} at ({string.Join(", ", at.Select(static a => a is Array array ? Show(ProbedMethod.Flatten([array])) : Convert.ToString(a, CultureInfo.InvariantCulture)))}): {message}\n{method.GeneratedText}");
}
