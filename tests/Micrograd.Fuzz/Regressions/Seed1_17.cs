// Seed 1/17, MGRAD9002 in StoreEverything: The derivatives of 'F3' failed the generator's own check (Backward: source#26 is not declared, in `release Records copy#28[length(source#26)]`), so none are generated; please report it with the method's source, and remove [Differentiable] until it is mended
using System;
using Micrograd;

namespace Samples;

public static partial class P17
{
    [Differentiable]
    [At(0.277, -0.631, new double[] { 0.598, 0.719, 0.513, 0.12 }, new double[] { -0.734, -0.12, 0.197, 0.096 }, 0, Smooth = false, Tolerance = 1e-10)]
    [At(0.111, -0.689, new double[] { -0.788, -0.019, -0.674, -0.212 }, new double[] { -0.698, 0.961, -0.552, 0.91 }, 0, Smooth = false, Tolerance = 1e-10)]
    public static double F17(double x22, double y23, double[] a24, Span<double> c25, int n26)
    {
        foreach (double e36 in a24)
        {
            Array.Copy(a24, 1, a24, 0, 2);
        }
        return 0.5;
    }
}
