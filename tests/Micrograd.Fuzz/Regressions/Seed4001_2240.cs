// Seed 4001/2240, MGRAD9002 in Default: The derivatives of 'F9' failed the generator's own check (Backward: value#60 is not declared, in `global::System.Span<double> l28#58 = view(a2Restored#57, value#60, 2)`), so none are generated; please report it with the method's source, and remove [Differentiable] until it is mended
using System;
using Micrograd;

namespace Samples;

public static partial class P2240
{
    [Differentiable]
    [At(0.626, 0.3, new double[] { 0.474, 0.978, -0.15, 0.24 }, new double[] { -0.888, -0.951, 0.503, -0.337 }, new double[] { -0.529, 0.052 }, Smooth = false, Tolerance = 1e-10)]
    [At(0.835, 0.87, new double[] { 0.673, 0.013, -0.333, -0.507 }, new double[] { 0.243, -0.4, -0.721, -0.869 }, new double[] { 0.938, 0.073 }, Smooth = false, Tolerance = 1e-10)]
    public static Point F2240(double x0, double y1, double[] a2, Span<double> c3, ref Point o4)
    {
        double t5 = 0.5;
        double t6 = t5;
        for (int i17 = 0; i17 < c3.Length; i17++)
        {
            (x0, t6) = (t6, (t6 * o4 + o4).X);
            Span<double> l28 = a2.AsSpan(((int)(3.0 * Math.Sin(0.5))) & 1, 2);
            l28[0] *= Math.Cos(t6);
        }
        return new Point(0.5, 0.5);
    }

    public struct Point
    {
        public double X, Y;
        public Point(double x, double y) { X = x; Y = y; }
        public readonly double Dot(Point o) => X * o.X + Y * o.Y;
        public void Turn(double by) { double old = X; X = X - by * Y; Y += by * old; }
        public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);
        public static Point operator *(double s, Point b) => new(s * b.X, s * b.Y);
    }
}
