namespace Micrograd.Samples.Lecture;

/// <summary>The expression graph L = (a·b + c)·f, node by node.</summary>
internal static partial class ExpressionChapter
{
    /// <summary>(a·b + c)·f.</summary>
    [Differentiable]
    internal static double Expression(double a, double b, double c, double f)
    {
        double e = a * b;
        double d = e + c;
        return d * f;
    }

    internal static void Write(TextWriter output)
    {
        Comparison.WriteTitle(output, "The graph L = (a·b + c)·f at a = 2, b = −3, c = 10, f = −2");
        Value a = new(2.0, "a");
        Value b = new(-3.0, "b");
        Value c = new(10.0, "c");
        Value f = new(-2.0, "f");
        Value e = a * b;
        e.Label = "e";
        Value d = e + c;
        d.Label = "d";
        Value l = d * f;
        l.Label = "L";
        l.Backward();
        (Value Node, Func<double, double> Function)[] nodes =
        [
            (l, x => x),
            (f, x => d.Data * x),
            (d, x => x * f.Data),
            (c, x => (e.Data + x) * f.Data),
            (e, x => (x + c.Data) * f.Data),
            (b, x => ((a.Data * x) + c.Data) * f.Data),
            (a, x => ((x * b.Data) + c.Data) * f.Data),
        ];
        foreach ((Value node, Func<double, double> function) in nodes)
        {
            const double H = 1e-4;
            double numerical = (function(node.Data + H) - function(node.Data - H)) / (2.0 * H);
            Comparison.WriteLine(
                output,
                $"{node.Label,6} = {node.Data,8:F4} {node.Operation,2}   dL/d{node.Label} = {node.Grad,8:F4}   numerical {numerical,8:F4}");
        }

        GradientCheckResult check = GradientCheck.Compare(
            [2.0, -3.0, 10.0, -2.0],
            x => Expression(x[0], x[1], x[2], x[3]),
            (x, gradient) => ExpressionGradient(
                x[0], x[1], x[2], x[3], out gradient[0], out gradient[1], out gradient[2], out gradient[3]),
            x => Expression(x[0], x[1], x[2], x[3]));
        Comparison.WriteTable(output, ["a", "b", "c", "f"], check);

        // A step along the gradient makes L larger, as the lecture shows.
        const double Rate = 0.01;
        double stepped = Expression(2.0 + (Rate * a.Grad), -3.0 + (Rate * b.Grad), 10.0 + (Rate * c.Grad), -2.0 + (Rate * f.Grad));
        Comparison.WriteLine(output, $"L after a step of {Rate} along the gradient: {l.Data:F4} -> {stepped:F4}");
    }
}
