using System.Reflection;
using System.Runtime.ExceptionServices;

namespace Micrograd.Generators.Tests.Probing;

/// <summary>A marked method and what was generated for it, callable with boxed scalars and arrays.</summary>
internal sealed class ProbedMethod(string name, IReadOnlyList<ProbeParameter> parameters, Type adapter, Func<string> generatedText)
{
    public string Name => name;

    public IReadOnlyList<ProbeParameter> Parameters => parameters;

    public bool HasGradient => adapter.GetMethod("Gradient") is not null;

    public bool HasBackward => adapter.GetMethod("Backward") is not null;

    public bool HasTape => adapter.GetMethod("Tape") is not null;

    public bool IsSinglePrecision { get; init; }

    public required ProbeResult Result { get; init; }

    public string GeneratedText => generatedText();

    /// <summary>Arguments of the parameters' own types, arrays copied.</summary>
    public object[] Arguments(IReadOnlyList<object> at)
    {
        Assert.True(at.Count == parameters.Count, $"{name} has {parameters.Count} parameters, the point has {at.Count} entries.");
        return [.. parameters.Zip(at, static (p, given) => p.Convert(given))];
    }

    /// <summary>Derivative arguments of the arguments' shapes; null where there is none.</summary>
    public object?[] Derivatives(object[] arguments, Func<double> next) => [.. parameters.Zip(arguments, (p, a) => p.Derivative(a, next))];

    public object?[] ZeroDerivatives(object[] arguments) => Derivatives(arguments, static () => 0.0);

    public object? Call(object[] arguments) => Invoke<object?>("Call", [arguments]);

    public object? Gradient(object[] arguments, object?[] derivatives) => Generated("Gradient", arguments, derivatives, []);

    public object? Backward(object[] arguments, double upstream, object?[] derivatives) => Backward(arguments, [upstream], derivatives);

    /// <summary>The pull-back of one adjoint for each number of the result.</summary>
    public object? Backward(object[] arguments, double[] upstream, object?[] derivatives) => Generated("Backward", arguments, derivatives, upstream);

    public double Tape(object[] arguments, double upstream, object?[] derivatives) => Tape(arguments, [upstream], derivatives)[0];

    /// <summary>The numbers of the result on the tape; those that the tape does not hold are NaN.</summary>
    public double[] Tape(object[] arguments, double[] upstream, object?[] derivatives) => Invoke<double[]>("Tape", [arguments, derivatives, upstream]);

    public long Allocated(object[] arguments, double[] upstream, object?[] derivatives, int warmUp = 5, int repeats = 20) =>
        Invoke<long>("Allocated", [arguments, derivatives, upstream, warmUp, repeats]);

    /// <summary>All numbers of the derivative arguments, in parameter order.</summary>
    public static double[] Flatten(IEnumerable<object?> values)
    {
        List<double> flat = [];
        foreach (object? value in values)
        {
            if (value is Array array)
            {
                flat.AddRange(array.Cast<object>().Select(System.Convert.ToDouble));
            }
            else if (value is not null)
            {
                flat.Add(System.Convert.ToDouble(value));
            }
        }

        return [.. flat];
    }

    private object? Generated(string member, object[] arguments, object?[] derivatives, double[] upstream)
    {
        DirtyScratch.Leave();
        return Invoke<object?>(member, [arguments, derivatives, upstream]);
    }

    private T Invoke<T>(string member, object?[] arguments)
    {
        MethodInfo method = adapter.GetMethod(member)
            ?? throw new Xunit.Sdk.XunitException($"Nothing was generated that '{member}' of {name} could call.\n{generatedText()}");
        try
        {
            return (T)method.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerException!);
            throw;
        }
    }
}
