using System.Reflection;
using Micrograd.Generators.Tests.Probing;

namespace Micrograd.Generators.Tests.Structs;

/// <summary>Results of more than one dimension of methods that are given such arrays: shapes, the parameter itself as the result, the tape.</summary>
public class GridResultTests
{
    private const string Functions = """
        using System; using Micrograd;
        #pragma warning disable MGRAD0300
        public static partial class Functions
        {
            [Differentiable]
            public static double[,] Transposed(double[,] m)
            {
                double[,] r = new double[m.GetLength(1), m.GetLength(0)];
                for (int i = 0; i < m.GetLength(0); i++) { for (int j = 0; j < m.GetLength(1); j++) { r[j, i] = m[i, j] * m[i, j]; } }
                return r;
            }

            [Differentiable]
            public static double[,] Itself(double[,] m) => m;

            [Differentiable]
            public static double[,] Squared(double[,] m)
            {
                for (int i = 0; i < m.GetLength(0); i++) { for (int j = 0; j < m.GetLength(1); j++) { m[i, j] *= m[i, j] * m[0, 0]; } }
                return m;
            }

            [Differentiable]
            public static double[,] Either(double[,] m)
            {
                double[,] r;
                if (m[0, 0] > 1.0) { r = m; }
                else { r = new double[2, 2]; r[1, 0] = m[0, 1] * m[1, 1]; }
                return r;
            }

            private static double[,] Chosen(double[,] m)
            {
                if (m[0, 0] > 1.0) { return m; }
                double[,] r = new double[m.GetLength(1), m.GetLength(0)];
                r[0, 0] = m[1, 1] * m[0, 0];
                return r;
            }

            // A helper that makes memory in a branch: on the tape.
            [Differentiable]
            public static double[,] OnTheTape(double[,] m)
            {
                m[0, 1] *= m[1, 0];
                return Chosen(m);
            }

            [Differentiable]
            public static double[,] ItselfOnTheTape(double[,] m)
            {
                double[] r = new double[1];
                while (r.Length < 4 && r[0] < 100.0)
                {
                    double[] next = new double[r.Length + 1];
                    next[0] = r[0] + m[0, 0] * m[1, 1];
                    r = next;
                }

                m[0, 1] *= r[0];
                return m;
            }

            [Differentiable]
            public static double[] VectorOnTheTape(double[,] m)
            {
                double[] r = new double[1];
                while (r.Length < 4 && r[0] < 1.0)
                {
                    double[] next = new double[r.Length + 1];
                    for (int i = 0; i < r.Length; i++) { next[i] = r[i] * m[0, 0] + m[1, i % 2]; }
                    r = next;
                }

                return r;
            }

            [Differentiable]
            public static double[][] Rows(double[,] m)
            {
                double[][] r = new double[m.GetLength(0)][];
                for (int i = 0; i < r.Length; i++)
                {
                    r[i] = new double[i + 1];
                    for (int j = 0; j < r[i].Length; j++) { r[i][j] = m[i, j] * m[0, 0]; }
                }

                return r;
            }
        }
        """;

    private static readonly Lazy<Type> Generated = new(static () => ProbeCompilation.Create([ProbeCompilation.Parse(Functions, "Functions.cs")]).Load().GetType("Functions")!);

    [Theory]
    [InlineData("Transposed")]
    [InlineData("Itself")]
    [InlineData("Squared")]
    [InlineData("Either")]
    [InlineData("OnTheTape")]
    [InlineData("ItselfOnTheTape")]
    [InlineData("VectorOnTheTape")]
    [InlineData("Rows")]
    public void Result_HasItsDerivative(string name)
    {
        foreach (double corner in new[] { 0.5, 1.5 })
        {
            double[,] at = { { corner, -1.0 }, { 2.0, 0.25 } };
            double[,] given = (double[,])at.Clone(), derivative = new double[2, 2], original = (double[,])at.Clone();
            Array expected = Call(name, original), upstream = Seeds(expected);
            Array value = Backward(name, given, upstream, derivative);

            Assert.Equal(Numbers(expected), Numbers(value));
            Assert.Equal(original, given);
            // Of a helper that returns one array or another, the tape knows the numbers only.
            Assert.Equal(ReferenceEquals(expected, original) && name != "OnTheTape", ReferenceEquals(value, given));
            Value[,] leaves = Leaves(at);
            Weighed(Call(name, leaves.Clone()), upstream).Backward();
            for (int k = 0; k < 4; k++)
            {
                (int i, int j) = (k / 2, k % 2);
                (double slope, _) = CentralDifferences.At(x => Weighed(Call(name, Moved(at, i, j, x)), upstream).Data, at[i, j], 0.01);
                Assert.Equal(slope, derivative[i, j], 1e-7);
                Assert.Equal(leaves[i, j].Grad, derivative[i, j], 1e-12);
            }
        }
    }

    // The shape is known when the method has run; the message names the parameter that does not fit.
    [Theory]
    [InlineData("Transposed", 2, 3)]
    [InlineData("Transposed", 1, 2)]
    [InlineData("Transposed", 4, 1)]
    [InlineData("Transposed", 1, 4)]
    [InlineData("Itself", 4, 1)]
    [InlineData("OnTheTape", 2, 1)]
    public void OtherShape_IsRefused(string name, int rows, int columns) =>
        Assert.Equal("upstream", Refused<ArgumentException>(name, new double[2, 2], new double[rows, columns], new double[2, 2]).ParamName);

    [Fact]
    public void OtherRows_AreRefused()
    {
        Assert.Equal("upstream", Refused<ArgumentException>("Rows", new double[2, 2], new double[][] { [1.0], [1.0] }, new double[2, 2]).ParamName);
        Assert.Equal("upstream", Refused<ArgumentException>("Rows", new double[2, 2], new double[][] { [1.0], null! }, new double[2, 2]).ParamName);
        Assert.Equal("upstream", Refused<ArgumentException>("Rows", new double[2, 2], new double[][] { [1.0] }, new double[2, 2]).ParamName);
    }

    [Fact]
    public void MissingOrSharedArrays_AreRefused()
    {
        double[,] m = new double[2, 2], d = new double[2, 2];
        Assert.Equal("upstream", Refused<ArgumentNullException>("Transposed", m, null, d).ParamName);
        Assert.Equal("dM", Refused<ArgumentException>("Transposed", m, d, d).ParamName);
        Assert.Equal("upstream", Refused<ArgumentException>("Squared", m, m, d).ParamName);
        Assert.Equal("upstream", Refused<ArgumentNullException>("Rows", m, null, d).ParamName);
    }

    private static T Refused<T>(string name, double[,] m, Array? upstream, double[,] derivative)
        where T : Exception => Assert.IsType<T>(Assert.Throws<TargetInvocationException>(() => Backward(name, m, upstream, derivative)).InnerException);

    private static Array Call(string name, object m) => (Array)Generated.Value.GetMethod(name, [m.GetType()])!.Invoke(null, [m])!;

    // A span cannot be handed over by reflection.
    private static Array Backward(string name, double[,] m, Array? upstream, double[,] derivative)
    {
        MethodInfo backward = Generated.Value.GetMethod(name + "Backward")!;
        return upstream is double[] vector
            ? backward.CreateDelegate<VectorBackward>()(m, vector, derivative)
            : (Array)backward.Invoke(null, [m, upstream, derivative])!;
    }

    private delegate double[] VectorBackward(double[,] m, ReadOnlySpan<double> upstream, double[,] derivative);

    private static IEnumerable<object> Items(Array array) => array.Cast<object>().SelectMany(static item => item is Array row ? row.Cast<object>() : [item]);

    private static double[] Numbers(Array array) => [.. Items(array).Cast<double>()];

    private static Value Weighed(Array result, Array upstream) =>
        Items(result).Zip(Items(upstream)).Aggregate(new Value(0.0), static (sum, pair) => sum + (pair.First as Value ?? (double)pair.First) * (double)pair.Second);

    private static Array Seeds(Array shape)
    {
        Array seeds = (Array)shape.Clone();
        Random random = new(7);
        if (seeds is double[][] rows)
        {
            return Array.ConvertAll(rows, row => Array.ConvertAll(row, _ => random.NextDouble() - 0.5));
        }

        for (int k = 0; k < seeds.Length; k++)
        {
            seeds.SetValue(random.NextDouble() - 0.5, seeds.Rank == 1 ? new[] { k } : [k / seeds.GetLength(1), k % seeds.GetLength(1)]);
        }

        return seeds;
    }

    private static Value[,] Leaves(double[,] at)
    {
        Value[,] leaves = new Value[2, 2];
        for (int k = 0; k < 4; k++)
        {
            leaves[k / 2, k % 2] = new Value(at[k / 2, k % 2]);
        }

        return leaves;
    }

    private static double[,] Moved(double[,] at, int i, int j, double x)
    {
        double[,] moved = (double[,])at.Clone();
        moved[i, j] = x;
        return moved;
    }
}
