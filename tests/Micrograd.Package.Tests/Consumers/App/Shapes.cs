using System;
using Micrograd;

namespace Consumer
{
    internal readonly record struct State(double Position, double Velocity);

    /// <summary>Structs and tuples, spans and arrays, read and changed in place, in a namespace with braces.</summary>
    internal static partial class Shapes
    {
        public static void Run()
        {
            double energy = EnergyGradient(new State(0.5, -2.0), (3.0, 4.0), out State dState, out (double Mass, double Stiffness) dBody);
            Program.Print("Struct", energy, dState.Position, dState.Velocity, dBody.Mass, dBody.Stiffness);

            double[] x = [1.0, 2.0, 3.0];
            double[] dX = new double[3];
            double loss = LossGradient([0.5, -0.25, 0.125], x, 0.5, dX);
            Program.Print("Span", [loss, .. dX]);

            double[] chain = [1.5, 0.5, -2.0];
            double[] dChain = [0.0, 0.0, 1.0];
            AccumulateBackward(chain, dChain);
            Program.Print("InPlace", [.. chain, .. dChain]);

            double[] dSquares = new double[3];
            double[] squares = SquaresBackward(x, [1.0, 10.0, 100.0], dSquares);
            Program.Print("ArrayResult", [.. squares, .. dSquares]);

            double[,] grid = { { 1.0, 2.0 }, { 3.0, 4.0 } };
            double[,] dGrid = new double[2, 2];
            double determinant = DeterminantGradient(grid, dGrid);
            Program.Print("Grid", determinant, dGrid[0, 0], dGrid[0, 1], dGrid[1, 0], dGrid[1, 1]);
        }

        [Differentiable]
        internal static double Energy(State state, (double Mass, double Stiffness) body) =>
            0.5 * ((body.Mass * state.Velocity * state.Velocity) + (body.Stiffness * state.Position * state.Position));

        [Differentiable]
        internal static double Loss(ReadOnlySpan<double> w, [NoDiff] ReadOnlySpan<double> x, [NoDiff] double y)
        {
            double z = 0.0;
            for (int i = 0; i < w.Length; i++)
            {
                z += w[i] * x[i];
            }

            double error = Math.Tanh(z) - y;
            return error * error;
        }

        [Differentiable]
        internal static void Accumulate(Span<double> x)
        {
            for (int i = 1; i < x.Length; i++)
            {
                x[i] += x[i - 1] * x[i];
            }
        }

        [Differentiable]
        internal static double[] Squares(ReadOnlySpan<double> x)
        {
            double[] y = new double[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                y[i] = x[i] * x[i];
            }

            return y;
        }

        [Differentiable]
        internal static double Determinant(double[,] a) => (a[0, 0] * a[1, 1]) - (a[0, 1] * a[1, 0]);
    }
}
