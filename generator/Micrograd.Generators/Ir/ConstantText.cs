using System.Globalization;

namespace Micrograd.Generators.Ir;

/// <summary>Writes numbers as C# literals that read back as the same bits, whatever the culture.</summary>
internal static class ConstantText
{
    public static ConstantExpression Create(double value, IrType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Double } => new(type, BitConverter.DoubleToInt64Bits(value), Double(value)),
        ScalarType { Kind: ScalarKind.Single } => new(type, SingleBits((float)value), Single((float)value)),
        ScalarType { Kind: ScalarKind.Half } => new(type, BitConverter.DoubleToInt64Bits(value), $"(global::System.Half)({Double(value)})"),
        TypeParameterType parameter => new(type, BitConverter.DoubleToInt64Bits(value), Generic(value, parameter.Name)),
        _ => new(type, (long)value, Integer((long)value, type)),
    };

    public static string Double(double value) => Special(value, "double") ?? WithPoint(RoundTrip(value.ToString("R", CultureInfo.InvariantCulture), value), "");

    public static string Single(float value) => Special(value, "float") ?? WithPoint(SingleDigits(value), "f");

    public static string Integer(long value, IrType type) => type switch
    {
        ScalarType { Kind: ScalarKind.Int64 } => value.ToString(CultureInfo.InvariantCulture) + "L",
        ScalarType { Kind: ScalarKind.UInt32 } => value.ToString(CultureInfo.InvariantCulture) + "u",
        ScalarType { Kind: ScalarKind.UInt64 } => unchecked((ulong)value).ToString(CultureInfo.InvariantCulture) + "ul",
        ScalarType { Kind: ScalarKind.Int32 } => value.ToString(CultureInfo.InvariantCulture),
        _ => $"({type.Text}){(value < 0 ? $"({value.ToString(CultureInfo.InvariantCulture)})" : value.ToString(CultureInfo.InvariantCulture))}",
    };

    private static string Generic(double value, string parameter) => value switch
    {
        0.0 when BitConverter.DoubleToInt64Bits(value) == 0 => $"{parameter}.Zero",
        1.0 => $"{parameter}.One",
        _ => $"{parameter}.CreateChecked({Double(value)})",
    };

    private static string? Special(double value, string type) =>
        double.IsNaN(value) ? $"{type}.NaN"
        : double.IsPositiveInfinity(value) ? $"{type}.PositiveInfinity"
        : double.IsNegativeInfinity(value) ? $"{type}.NegativeInfinity"
        : value == 0.0 && BitConverter.DoubleToInt64Bits(value) != 0 ? (type == "float" ? "-0.0f" : "-0.0")
        : null;

    // On .NET Framework, where Visual Studio runs the generator, "R" is not always exact; 17 digits are.
    private static string RoundTrip(string digits, double value) =>
        double.Parse(digits, CultureInfo.InvariantCulture) == value ? digits : value.ToString("G17", CultureInfo.InvariantCulture);

    private static string SingleDigits(float value)
    {
        string digits = value.ToString("R", CultureInfo.InvariantCulture);
        return float.Parse(digits, CultureInfo.InvariantCulture) == value ? digits : value.ToString("G9", CultureInfo.InvariantCulture);
    }

    private static string WithPoint(string digits, string suffix) =>
        digits.IndexOfAny(['.', 'E', 'e']) >= 0 ? digits + suffix : digits + ".0" + suffix;

    private static long SingleBits(float value) => BitConverter.ToInt32(BitConverter.GetBytes(value), 0);
}
