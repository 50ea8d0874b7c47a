namespace Micrograd.Tests.Tape;

/// <summary>Every operation of <see cref="Value"/> with the call of the library whose value it must have, bit by bit, and a domain in which it is smooth.</summary>
internal static class OperationCases
{
    private const double E = 1e-3;

    internal static readonly IReadOnlyList<OperationCase> All =
    [
        Unary("Exp", Value.Exp, x => x.Exp(), Math.Exp, -3, 3),
        Unary("Exp2", Value.Exp2, x => x.Exp2(), double.Exp2, -3, 3),
        Unary("Exp10", Value.Exp10, x => x.Exp10(), double.Exp10, -2, 2),
        Unary("ExpM1", Value.ExpM1, x => x.ExpM1(), double.ExpM1, -3, 3),
        Unary("Exp2M1", Value.Exp2M1, x => x.Exp2M1(), double.Exp2M1, -3, 3),
        Unary("Exp10M1", Value.Exp10M1, x => x.Exp10M1(), double.Exp10M1, -2, 2),
        Unary("Log", Value.Log, x => x.Log(), Math.Log, 0.3, 9),
        Unary("Log2", Value.Log2, x => x.Log2(), Math.Log2, 0.3, 9),
        Unary("Log10", Value.Log10, x => x.Log10(), Math.Log10, 0.3, 9),
        Unary("LogP1", Value.LogP1, x => x.LogP1(), double.LogP1, -0.5, 9),
        Unary("Log2P1", Value.Log2P1, x => x.Log2P1(), double.Log2P1, -0.5, 9),
        Unary("Log10P1", Value.Log10P1, x => x.Log10P1(), double.Log10P1, -0.5, 9),
        Binary("LogBase", Value.Log, null, Math.Log, 0.3, 9, 1.5, 9),
        Unary("Sqrt", Value.Sqrt, x => x.Sqrt(), Math.Sqrt, 0.3, 9),
        Unary("Cbrt", Value.Cbrt, x => x.Cbrt(), Math.Cbrt, -9, -0.3),
        Unary("RootN 3", x => Value.RootN(x, 3), x => x.RootN(3), x => double.RootN(x, 3), -9, -0.3),
        Unary("RootN 4", x => Value.RootN(x, 4), x => x.RootN(4), x => double.RootN(x, 4), 0.3, 9),
        Unary("RootN -2", x => Value.RootN(x, -2), x => x.RootN(-2), x => double.RootN(x, -2), 0.3, 9),
        Unary("RootN -3", x => Value.RootN(x, -3), x => x.RootN(-3), x => double.RootN(x, -3), -9, -0.3),
        Unary("ScaleB", x => Value.ScaleB(x, 5), x => x.ScaleB(5), x => Math.ScaleB(x, 5), -9, 9),
        Unary("ScaleB -", x => Value.ScaleB(x, -3), x => x.ScaleB(-3), x => Math.ScaleB(x, -3), -9, 9),
        Binary("Pow", Value.Pow, (x, y) => x.Pow(y), Math.Pow, 0.3, 4, -3, 3),
        Unary("Pow 3", x => Value.Pow(x, 3), x => x.Pow(3), x => Math.Pow(x, 3), -4, -1),
        Unary("Pow -2", x => Value.Pow(x, -2), x => x.Pow(-2), x => Math.Pow(x, -2), -4, -1),
        Unary("2^x", x => Value.Pow(2.0, x), x => new Value(2.0).Pow(x), x => Math.Pow(2, x), -4, 4),
        Binary("Hypot", Value.Hypot, (x, y) => x.Hypot(y), double.Hypot, -4, -1, 1, 4),
        Unary("Sin", Value.Sin, x => x.Sin(), Math.Sin, -4, 4),
        Unary("Cos", Value.Cos, x => x.Cos(), Math.Cos, -4, 4),
        Unary("Tan", Value.Tan, x => x.Tan(), Math.Tan, -1.2, 1.2),
        Unary("SinCos.Sin", x => Value.SinCos(x).Sin, x => x.SinCos().Sin, x => Math.SinCos(x).Sin, -4, 4),
        Unary("SinCos.Cos", x => Value.SinCos(x).Cos, x => x.SinCos().Cos, x => Math.SinCos(x).Cos, -4, 4),
        Unary("Asin", Value.Asin, x => x.Asin(), Math.Asin, -0.8, 0.8),
        Unary("Acos", Value.Acos, x => x.Acos(), Math.Acos, -0.8, 0.8),
        Unary("Atan", Value.Atan, x => x.Atan(), Math.Atan, -4, 4),
        Binary("Atan2", Value.Atan2, (y, x) => y.Atan2(x), Math.Atan2, -4, 4, 1, 4),
        Unary("SinPi", Value.SinPi, x => x.SinPi(), double.SinPi, -2, 2),
        Unary("CosPi", Value.CosPi, x => x.CosPi(), double.CosPi, -2, 2),
        Unary("TanPi", Value.TanPi, x => x.TanPi(), double.TanPi, -0.4, 0.4),
        Unary("SinCosPi.SinPi", x => Value.SinCosPi(x).SinPi, x => x.SinCosPi().SinPi, x => double.SinCosPi(x).SinPi, -2, 2),
        Unary("SinCosPi.CosPi", x => Value.SinCosPi(x).CosPi, x => x.SinCosPi().CosPi, x => double.SinCosPi(x).CosPi, -2, 2),
        Unary("AsinPi", Value.AsinPi, x => x.AsinPi(), double.AsinPi, -0.8, 0.8),
        Unary("AcosPi", Value.AcosPi, x => x.AcosPi(), double.AcosPi, -0.8, 0.8),
        Unary("AtanPi", Value.AtanPi, x => x.AtanPi(), double.AtanPi, -4, 4),
        Binary("Atan2Pi", Value.Atan2Pi, (y, x) => y.Atan2Pi(x), double.Atan2Pi, -4, 4, 1, 4),
        Unary("DegreesToRadians", Value.DegreesToRadians, x => x.DegreesToRadians(), double.DegreesToRadians, -400, 400),
        Unary("RadiansToDegrees", Value.RadiansToDegrees, x => x.RadiansToDegrees(), double.RadiansToDegrees, -4, 4),
        Unary("Sinh", Value.Sinh, x => x.Sinh(), Math.Sinh, -3, 3),
        Unary("Cosh", Value.Cosh, x => x.Cosh(), Math.Cosh, -3, 3),
        Unary("Tanh", Value.Tanh, x => x.Tanh(), Math.Tanh, -2, 2),
        Unary("Asinh", Value.Asinh, x => x.Asinh(), Math.Asinh, -4, 4),
        Unary("Acosh", Value.Acosh, x => x.Acosh(), Math.Acosh, 1.5, 4),
        Unary("Atanh", Value.Atanh, x => x.Atanh(), Math.Atanh, -0.8, 0.8),
        Unary("Sigmoid", Value.Sigmoid, x => x.Sigmoid(), Activations.Sigmoid, -4, 4),
        Unary("Relu", Value.Relu, x => x.Relu(), Activations.Relu, E, 4),
        Unary("Relu -", Value.Relu, x => x.Relu(), Activations.Relu, -4, -E),
        Unary("LeakyRelu", x => Value.LeakyRelu(x), x => x.LeakyRelu(), x => Activations.LeakyRelu(x), -4, -1),
        Unary("LeakyRelu +", x => Value.LeakyRelu(x), x => x.LeakyRelu(), x => Activations.LeakyRelu(x), 1, 4),
        Unary("Elu", x => Value.Elu(x), x => x.Elu(), x => Activations.Elu(x), -4, -1),
        Unary("Elu +", x => Value.Elu(x), x => x.Elu(), x => Activations.Elu(x), 1, 4),
        Unary("Swish", x => Value.Swish(x), x => x.Swish(), x => Activations.Swish(x), -4, 4),
        Binary("Prelu", Value.Prelu, (x, s) => x.Prelu(s), Activations.Prelu, -4, -1, -1, 1),
        Binary("Prelu +", Value.Prelu, (x, s) => x.Prelu(s), Activations.Prelu, 1, 4, -1, 1),
        Binary("LeakyRelu 2", (x, s) => Value.LeakyRelu(x, s), null, Activations.LeakyRelu, 1, 4, -1, 1),
        Binary("LeakyRelu 2 -", (x, s) => Value.LeakyRelu(x, s), null, Activations.LeakyRelu, -4, -1, -1, 1),
        Binary("Elu 2", (x, a) => Value.Elu(x, a), null, Activations.Elu, -4, -1, 0.5, 2),
        Binary("Elu 2 +", (x, a) => Value.Elu(x, a), null, Activations.Elu, 1, 4, 0.5, 2),
        Binary("Swish 2", (x, b) => Value.Swish(x, b), null, Activations.Swish, -4, 4, 0.5, 2),
        Unary("Abs", Value.Abs, x => x.Abs(), Math.Abs, -4, -1),
        Unary("Abs +", Value.Abs, x => x.Abs(), Math.Abs, 1, 4),
        Unary("Neg", x => -x, x => -(+x), x => -x, -4, 4),
        Unary("Increment", x => { x++; return x; }, x => ++x, x => x + 1, -4, 4),
        Unary("Decrement", x => { x--; return x; }, x => --x, x => x - 1, -4, 4),
        Unary("ReciprocalEstimate", Value.ReciprocalEstimate, x => x.ReciprocalEstimate(), x => 1 / x, 0.5, 4, Math.ReciprocalEstimate),
        Unary("ReciprocalSqrtEstimate", Value.ReciprocalSqrtEstimate, x => x.ReciprocalSqrtEstimate(), x => 1 / Math.Sqrt(x), 0.5, 4, Math.ReciprocalSqrtEstimate),
        Unary("BitIncrement", Value.BitIncrement, x => x.BitIncrement(), Math.BitIncrement, 1, 4),
        Unary("BitDecrement", Value.BitDecrement, x => x.BitDecrement(), Math.BitDecrement, 1, 4),
        Unary("Sign", Value.Sign, x => x.Sign(), x => Math.Sign(x), 1, 4),
        Unary("Floor", Value.Floor, x => x.Floor(), Math.Floor, 1.2, 1.8),
        Unary("Ceiling", Value.Ceiling, x => x.Ceiling(), Math.Ceiling, 1.2, 1.8),
        Unary("Truncate", Value.Truncate, x => x.Truncate(), Math.Truncate, 1.2, 1.8),
        Unary("Round", Value.Round, x => x.Round(), Math.Round, 1.6, 2.4),
        Unary("Round 2", x => Value.Round(x, 0), x => x.Round(0), x => Math.Round(x, 0), 1.6, 2.4),
        Unary("Round 3", x => Value.Round(x, MidpointRounding.ToZero), x => x.Round(MidpointRounding.ToZero), x => Math.Round(x, MidpointRounding.ToZero), 1.2, 1.8),
        Unary("Round 4", x => Value.Round(x, 0, MidpointRounding.ToZero), x => x.Round(0, MidpointRounding.ToZero), x => Math.Round(x, 0, MidpointRounding.ToZero), 1.2, 1.8),
        Binary("+", (x, y) => x + y, null, (x, y) => x + y, -4, 4, -4, 4),
        Binary("-", (x, y) => x - y, null, (x, y) => x - y, -4, 4, -4, 4),
        Binary("*", (x, y) => x * y, null, (x, y) => x * y, -4, 4, -4, 4),
        Binary("/", (x, y) => x / y, null, (x, y) => x / y, -4, 4, 1, 4),
        Binary("%", (x, y) => x % y, null, (x, y) => x % y, 7.3, 8.7, 3, 3.5),
        Binary("% of negative", (x, y) => x % y, null, (x, y) => x % y, -8.7, -7.3, 3, 3.5),
        Binary("IEEERemainder", Value.IEEERemainder, (x, y) => x.IEEERemainder(y), Math.IEEERemainder, 8.5, 9, 3.2, 3.3),
        Binary("IEEERemainder -", Value.IEEERemainder, (x, y) => x.IEEERemainder(y), Math.IEEERemainder, -9, -8.5, 3.2, 3.3),
        Binary("CopySign", Value.CopySign, (x, y) => x.CopySign(y), Math.CopySign, -4, -1, 1, 4),
        Binary("CopySign -", Value.CopySign, (x, y) => x.CopySign(y), Math.CopySign, 1, 4, -4, -1),
        Binary("CopySign both -", Value.CopySign, (x, y) => x.CopySign(y), Math.CopySign, -4, -1, -4, -1),
        Binary("Max", Value.Max, (x, y) => x.Max(y), Math.Max, -4, 0, 1, 4),
        Binary("Max of the other", Value.Max, (x, y) => x.Max(y), Math.Max, 1, 4, -4, 0),
        Binary("Min", Value.Min, (x, y) => x.Min(y), Math.Min, -4, 0, 1, 4),
        Binary("Min of the other", Value.Min, (x, y) => x.Min(y), Math.Min, 1, 4, -4, 0),
        Binary("MaxMagnitude", Value.MaxMagnitude, (x, y) => x.MaxMagnitude(y), Math.MaxMagnitude, -4, -3, 1, 2),
        Binary("MaxMagnitude of the other", Value.MaxMagnitude, (x, y) => x.MaxMagnitude(y), Math.MaxMagnitude, -2, -1, 3, 4),
        Binary("MinMagnitude", Value.MinMagnitude, (x, y) => x.MinMagnitude(y), Math.MinMagnitude, -4, -3, 1, 2),
        Binary("MinMagnitude of the other", Value.MinMagnitude, (x, y) => x.MinMagnitude(y), Math.MinMagnitude, -2, -1, 3, 4),
        Binary("MaxNumber", Value.MaxNumber, (x, y) => x.MaxNumber(y), double.MaxNumber, -4, 0, 1, 4),
        Binary("MaxNumber of the other", Value.MaxNumber, (x, y) => x.MaxNumber(y), double.MaxNumber, 1, 4, -4, 0),
        Binary("MinNumber", Value.MinNumber, (x, y) => x.MinNumber(y), double.MinNumber, -4, 0, 1, 4),
        Binary("MinNumber of the other", Value.MinNumber, (x, y) => x.MinNumber(y), double.MinNumber, 1, 4, -4, 0),
        Binary("MaxMagnitudeNumber", Value.MaxMagnitudeNumber, (x, y) => x.MaxMagnitudeNumber(y), double.MaxMagnitudeNumber, -4, -3, 1, 2),
        Binary("MaxMagnitudeNumber of the other", Value.MaxMagnitudeNumber, (x, y) => x.MaxMagnitudeNumber(y), double.MaxMagnitudeNumber, -2, -1, 3, 4),
        Binary("MinMagnitudeNumber", Value.MinMagnitudeNumber, (x, y) => x.MinMagnitudeNumber(y), double.MinMagnitudeNumber, -4, -3, 1, 2),
        Binary("MinMagnitudeNumber of the other", Value.MinMagnitudeNumber, (x, y) => x.MinMagnitudeNumber(y), double.MinMagnitudeNumber, -2, -1, 3, 4),
        Binary("MaxNative", Value.MaxNative, (x, y) => x.MaxNative(y), double.MaxNative, -4, 0, 1, 4),
        Binary("MaxNative of the other", Value.MaxNative, (x, y) => x.MaxNative(y), double.MaxNative, 1, 4, -4, 0),
        Binary("MinNative", Value.MinNative, (x, y) => x.MinNative(y), double.MinNative, -4, 0, 1, 4),
        Binary("MinNative of the other", Value.MinNative, (x, y) => x.MinNative(y), double.MinNative, 1, 4, -4, 0),
        Ternary("Clamp", Value.Clamp, (x, y, z) => x.Clamp(y, z), Math.Clamp, -1, 1, -3, -2, 2, 3),
        Ternary("Clamp low", Value.Clamp, (x, y, z) => x.Clamp(y, z), Math.Clamp, -5, -4, -3, -2, 2, 3),
        Ternary("Clamp high", Value.Clamp, (x, y, z) => x.Clamp(y, z), Math.Clamp, 4, 5, -3, -2, 2, 3),
        Ternary("ClampNative", Value.ClampNative, (x, y, z) => x.ClampNative(y, z), double.ClampNative, 4, 5, -3, -2, 2, 3),
        Ternary("ClampNative low", Value.ClampNative, (x, y, z) => x.ClampNative(y, z), double.ClampNative, -5, -4, -3, -2, 2, 3),
        Ternary("ClampNative between", Value.ClampNative, (x, y, z) => x.ClampNative(y, z), double.ClampNative, -1, 1, -3, -2, 2, 3),
        Ternary("FusedMultiplyAdd", Value.FusedMultiplyAdd, (x, y, z) => x.FusedMultiplyAdd(y, z), Math.FusedMultiplyAdd, -4, 4, -4, 4, -4, 4),
        Ternary("MultiplyAddEstimate", Value.MultiplyAddEstimate, (x, y, z) => x.MultiplyAddEstimate(y, z), double.MultiplyAddEstimate, -4, 4, -4, 4, -4, 4),
        Ternary("Lerp", Value.Lerp, (x, y, z) => x.Lerp(y, z), double.Lerp, -4, 4, -4, 4, -1, 2),
    ];

    private static OperationCase Unary(
        string name, Func<Value, Value> form, Func<Value, Value> instance, Func<double, double> smooth, double from, double to, Func<double, double>? exact = null) =>
        new(name, v => form(v[0]), v => instance(v[0]), x => smooth(x[0]), exact is null ? null : x => exact(x[0]), [(from, to)]);

    private static OperationCase Binary(
        string name, Func<Value, Value, Value> form, Func<Value, Value, Value>? instance, Func<double, double, double> f, double fromX, double toX, double fromY, double toY) =>
        new(name, v => form(v[0], v[1]), v => (instance ?? form)(v[0], v[1]), x => f(x[0], x[1]), null, [(fromX, toX), (fromY, toY)]);

    private static OperationCase Ternary(
        string name, Func<Value, Value, Value, Value> form, Func<Value, Value, Value, Value> instance, Func<double, double, double, double> f,
        double fromX, double toX, double fromY, double toY, double fromZ, double toZ) =>
        new(name, v => form(v[0], v[1], v[2]), v => instance(v[0], v[1], v[2]), x => f(x[0], x[1], x[2]), null, [(fromX, toX), (fromY, toY), (fromZ, toZ)]);
}

/// <summary>One operation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Form">The static form or the operator.</param>
/// <param name="Instance">The instance form.</param>
/// <param name="Smooth">The function whose derivative is meant.</param>
/// <param name="Exact">The call whose value is meant, where it is another.</param>
/// <param name="Domain">An interval an operand.</param>
internal sealed record OperationCase(
    string Name,
    Func<Value[], Value> Form,
    Func<Value[], Value> Instance,
    Func<double[], double> Smooth,
    Func<double[], double>? Exact,
    (double From, double To)[] Domain);
