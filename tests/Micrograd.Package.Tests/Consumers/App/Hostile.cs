namespace Consumer.Hostile;

/// <summary>Has the name of a library type that generated code uses.</summary>
internal static class Math
{
    internal const double Pi = 3.0;
}

/// <summary>Likewise.</summary>
internal static class Micrograd
{
    internal static double System(double x) => x + Math.Pi;
}

/// <summary>Names that generated code would like to have, taken.</summary>
internal static partial class Names
{
    public static void Run()
    {
        double value = TakenGradient(0.5, 0.25, 2.0, out double dUpstream, out double dDX, out double dI);
        Program.Print("Hostile", value, dUpstream, dDX, dI);
    }

    [global::Micrograd.Differentiable]
    internal static double Taken(double upstream, double dX, double i)
    {
        double forward = Micrograd.System(upstream) * dX;
        double scratch = global::System.Math.Exp(i) * forward;
        for (int d = 0; d < 2; d++)
        {
            scratch *= forward;
        }

        return scratch;
    }
}
