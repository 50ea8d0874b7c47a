namespace Micrograd.Fuzz.Programs;

/// <summary>Declarations that a program gets when its text names them.</summary>
internal static class SupportingTypes
{
    private static readonly (string Name, string Text)[] Declarations =
    [
        ("Point", """
                public struct Point
                {
                    public $T X, Y;
                    public Point($T x, $T y) { X = x; Y = y; }
                    public readonly $T Dot(Point o) => X * o.X + Y * o.Y;
                    public void Turn($T by) { $T old = X; X = X - by * Y; Y += by * old; }
                    public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);
                    public static Point operator *($T s, Point b) => new(s * b.X, s * b.Y);
                }
            """),
        ("Pair", "    public readonly record struct Pair($T A, $T B) { public $T Sum => A + B; }"),
        ("Ramp", "    private readonly struct Ramp($T a, $T b) { public $T At($T x) => a + b * x; }"),
        ("Tuned", """
                private struct Tuned
                {
                    public $T X;
                    [NoDiff] public $T Gain;
                    [NoDiff] public readonly $T Size => X * X;
                    public readonly $T Value => X * Gain + Size * X;
                }
            """),
        ("Bent", """
                extension($T x)
                {
                    private $T Bent => x * x - 0.5$f * x;
                    private $T BentBy($T by) { x += by; return x * by; }
                }
            """),
        ("Square", "    private static TNumber Square<TNumber>(TNumber a) where TNumber : System.Numerics.INumber<TNumber> => a * a - a;"),
        ("Total", "    private static $T Total(params ReadOnlySpan<$T> all) { $T sum = 0; foreach ($T one in all) { sum += one * one; } return sum; }"),
        ("Twice", "    private static $T Twice(Func<$T, $T> function, $T at) => 0.5$f * function(0.5$f * function(at));"),
        ("Blend", "    private static $T Blend($T a, $T b = 0.25$f, $T c = 1.5$f) => a * b + c * (a - b);"),
        ("Ruled", """
                private static $T Ruled($T a, $T b) => a * a * b;
                [DerivativeOf(typeof(%), nameof(Ruled))]
                private static void RuledBackward($T a, $T b, $T upstream, ref $T dA, ref $T dB) { dA += upstream * 2 * a * b; dB += upstream * a * a; }
            """),
    ];

    public static IEnumerable<string> Needed(string text)
    {
        int start = text.IndexOf("partial class ", StringComparison.Ordinal) + "partial class ".Length;
        string type = text[start..text.IndexOf('\n', start)];
        foreach ((string name, string declaration) in Declarations)
        {
            if (System.Text.RegularExpressions.Regex.IsMatch(text, $@"\b{name}\b"))
            {
                yield return declaration.Replace("%", type, StringComparison.Ordinal);
            }
        }
    }
}
