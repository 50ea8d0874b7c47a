using System;
using System.Numerics;
using Micrograd;
using static System.Math;
using static Consumer.Scalars;
using Real = double;

namespace Consumer;

/// <summary>Static classes in a file-scoped namespace; static usings and aliases; generics; nested and generic types.</summary>
internal static partial class Scalars
{
    public static void Run()
    {
        double value = WaveGradient(0.75, 1.5, out double dX, out double dY);
        Program.Print("StaticUsing", value, dX, dY);

        Value[] leaves = [new(0.75), new(1.5)];
        Value onTape = Wave(leaves[0], leaves[1]);
        onTape.Backward();
        Program.Print("Tape", onTape.Data, leaves[0].Grad, leaves[1].Grad);

        value = LogisticGradient(0.5, out dX);
        float single = LogisticGradient(0.5f, out float dSingle);
        Program.Print("Generic", value, dX);
        Program.Print("GenericSingle", single, dSingle);

        value = INested.Holder<int>.Part.ProductGradient(1.25, -0.5, 2, out dX, out dY);
        Program.Print("Nested", value, dX, dY);

        value = new Lens(1.5).BendGradient(0.25, out dX);
        Program.Print("Instance", value, dX);

        value = ByHandGradient(0.5, out dX);
        Program.Print("OwnRule", value, dX);
    }

    [Differentiable]
    internal static Real Wave(Real x, Real y) => Exp(-x) * Sin(x * y);

    [Differentiable]
    internal static T Logistic<T>(T x)
        where T : IFloatingPointIeee754<T> => T.One / (T.One + T.Exp(-x));

    [Differentiable]
    internal static double ByHand(double x) => x * Step(x * x);

    private static double Step(double x) => Round(x) + BitConverter.Int64BitsToDouble(0);

    [DerivativeOf(typeof(Scalars), nameof(Step))]
    private static void StepBackward(double x, double upstream, ref double dX) => dX += upstream;
}

internal partial interface INested
{
    internal sealed partial class Holder<TKey>
        where TKey : struct
    {
        internal readonly partial record struct Part(TKey Key)
        {
            [Differentiable]
            internal static double Product(double x, double y, TKey key) => x * y * key.ToString()!.Length;
        }
    }
}

internal readonly partial struct Lens(double power)
{
    private readonly double _power = power;

    [Differentiable]
    internal double Bend(double x) => Tan(_power * x);
}
