namespace Micrograd.Package.Tests;

/// <summary>What the program of <c>Consumers</c> must print: values and derivatives worked out by hand.</summary>
internal static class ExpectedNumbers
{
    public static readonly Dictionary<string, double[]> Situations = new()
    {
        ["StaticUsing"] = Wave(0.75, 1.5),
        ["Tape"] = Wave(0.75, 1.5),
        ["Generic"] = Logistic(0.5),
        ["GenericSingle"] = Logistic(0.5),
        ["Nested"] = [-0.625, -0.5, 1.25],
        ["Instance"] = [Math.Tan(0.375), 1.5 * (1.0 + (Math.Tan(0.375) * Math.Tan(0.375)))],

        // x·round(x²) with round' = 1 by decree: round(x²) + x·2x.
        ["OwnRule"] = [0.0, 0.5],
        ["Struct"] = [6.5, 2.0, -6.0, 2.0, 0.125],
        ["Span"] = Perceptron(0.375, [1.0, 2.0, 3.0]),

        // y1 = x1(1 + x0), y2 = x2(1 + y1); the derivatives of y2.
        ["InPlace"] = [1.5, 1.25, -4.5, -1.0, -5.0, 2.25],
        ["ArrayResult"] = [1.0, 4.0, 9.0, 2.0, 40.0, 600.0],
        ["Grid"] = [-2.0, 4.0, -3.0, -2.0, 1.0],
        ["Loop"] = [Math.Sqrt(2.0), 0.5 / Math.Sqrt(2.0)],
        ["Recursion"] = [Math.Pow(1.5, 5), 5.0 * Math.Pow(1.5, 4)],
        ["Switch"] = [0.125, 0.75, Math.Log(2.0), 1.0],
        ["Fallback"] = [21.0, 3.0, 7.0, 3.0],
        ["Parameters"] = Perceptron(0.125, [1.0, 2.0, 1.0]),
        ["Trained"] = Trained(),
        ["TwoPackages"] = Mixed(0.5, 1.5),

        // Σx²/Σx at (1, 3): 10/4; derivative (2x·4 - 10)/16.
        ["Spans"] = [2.5, -0.125, 0.875],

        // x·round(x²) as above, to quarters: 0.49 becomes 0.5.
        ["ImportedRule"] = [0.35, 0.5 + 0.98],
        ["ImportedRuleOnTape"] = [0.35, 0.5 + 0.98],
        ["Direct"] = Gauss(0.5, 1.5),
        ["DirectGeneric"] = [Math.Log(1.0 + Math.Exp(0.5)), 1.0 / (1.0 + Math.Exp(-0.5))],
        ["DirectInPlace"] = [0.25, 0.75, 0.1875, -0.0625],
        ["Hostile"] = Taken(0.5, 0.25, 2.0),
        ["CSharp14"] = [5.0, 0.6, 0.8],
    };

    private static double[] Wave(double x, double y)
    {
        double decay = Math.Exp(-x);
        (double sin, double cos) = Math.SinCos(x * y);
        return [decay * sin, decay * ((y * cos) - sin), decay * x * cos];
    }

    private static double[] Logistic(double x)
    {
        double y = 1.0 / (1.0 + Math.Exp(-x));
        return [y, y * (1.0 - y)];
    }

    // (tanh z - ½)², and its derivative by the weights of x.
    private static double[] Perceptron(double z, double[] x)
    {
        double tanh = Math.Tanh(z);
        double slope = 2.0 * (tanh - 0.5) * (1.0 - (tanh * tanh));
        return [(tanh - 0.5) * (tanh - 0.5), .. x.Select(v => slope * v)];
    }

    private static double[] Trained()
    {
        double[] gradient = Perceptron(0.125, [1.0, 2.0, 1.0])[1..];
        return [0.5 - (0.1 * gradient[0]), -0.25 - (0.1 * gradient[1]), 0.125 - (0.1 * gradient[2])];
    }

    private static double[] Gauss(double x, double s)
    {
        double g = Math.Exp(-x * x / (2.0 * s * s));
        return [g, -g * x / (s * s), g * x * x / (s * s * s)];
    }

    // g·h·p³ + s - ½ with h = 1 - exp(-x²/s), p = ln(1 + eˣ).
    private static double[] Mixed(double x, double s)
    {
        double[] g = Gauss(x, s);
        double e = Math.Exp(-x * x / s);
        double h = 1.0 - e;
        double p = Math.Log(1.0 + Math.Exp(x));
        double cube = p * p * p;
        double dX = (g[1] * h * cube) + (g[0] * e * 2.0 * x / s * cube) + (g[0] * h * 3.0 * p * p / (1.0 + Math.Exp(-x)));
        double dS = (g[2] * h * cube) - (g[0] * e * x * x / (s * s) * cube) + 1.0;
        return [(g[0] * h * cube) + s - 0.5, dX, dS];
    }

    // eⁱ·((u + 3)·d)³
    private static double[] Taken(double u, double d, double i)
    {
        double y = Math.Exp(i) * Math.Pow((u + 3.0) * d, 3);
        return [y, 3.0 * y / (u + 3.0), 3.0 * y / d, y];
    }
}
