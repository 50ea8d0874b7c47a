using Micrograd;

// The README's first method, as it stands there.
public static partial class Model
{
    [Differentiable]
    public static double Loss(ReadOnlySpan<double> w, [NoDiff] ReadOnlySpan<double> x, [NoDiff] double y)
    {
        double z = 0.0;
        for (int i = 0; i < w.Length; i++)
        {
            z += w[i] * x[i];
        }

        double e = Math.Tanh(z) - y;
        return e * e;
    }
}
