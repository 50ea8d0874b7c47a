using System.IO.Compression;

namespace Micrograd.Package.Tests;

/// <summary>What the package holds, and what a user gets who adds it to a new project.</summary>
[Collection(nameof(PackedPackage))]
public class PackageTests(PackedPackage package)
{
    [Fact]
    public void Package_HoldsLibraryGeneratorAndReadme()
    {
        using ZipArchive archive = ZipFile.OpenRead(package.PackageFile);
        string[] names = [.. archive.Entries.Select(static entry => entry.FullName)];

        Assert.Contains("lib/net10.0/Micrograd.dll", names);
        Assert.Contains("lib/net10.0/Micrograd.xml", names);
        Assert.Contains("analyzers/dotnet/cs/Micrograd.Generators.dll", names);
        Assert.Contains("analyzers/dotnet/cs/Micrograd.CodeFixes.dll", names);
        Assert.Contains("build/Micrograd.props", names);
        Assert.Contains("README.md", names);
        Assert.DoesNotContain(names, static name => name.StartsWith("lib/", StringComparison.Ordinal) && name.Contains("Generators", StringComparison.Ordinal));
    }

    // d/dw (tanh(w·x) - y)² = 2 (tanh(w·x) - y) (1 - tanh²(w·x)) x
    [Fact]
    public async Task NewProject_ComputesGradient()
    {
        string printed = await package.RunProgramAsync("Newcomer", """
            using System.Globalization;
            using Micrograd;

            double[] weights = [0.5, -0.25];
            double[] gradient = new double[2];
            double loss = Model.LossGradient(weights, [1.0, 3.0], 0.5, gradient);
            Value[] values = [new Value(0.5), new Value(-0.25)];
            Value onTape = Model.Loss(values, [1.0, 3.0], 0.5);
            onTape.Backward();
            double[] numbers = [loss, gradient[0], gradient[1], onTape.Data, values[0].Grad, values[1].Grad];
            Console.WriteLine(string.Join(" ", numbers.Select(n => n.ToString("R", CultureInfo.InvariantCulture))));

            public static partial class Model
            {
                [Differentiable]
                public static double Loss(ReadOnlySpan<double> weights, [NoDiff] ReadOnlySpan<double> x, [NoDiff] double y)
                {
                    double z = 0.0;
                    for (int i = 0; i < x.Length; i++)
                    {
                        z += weights[i] * x[i];
                    }

                    double error = Math.Tanh(z) - y;
                    return error * error;
                }
            }
            """);

        double tanh = Math.Tanh(-0.25);
        double slope = 2.0 * (tanh - 0.5) * (1.0 - (tanh * tanh));
        double[] expected = [(tanh - 0.5) * (tanh - 0.5), slope, 3.0 * slope];
        double[] actual = [.. printed.Split(' ').Select(static n => double.Parse(n, System.Globalization.CultureInfo.InvariantCulture))];
        for (int i = 0; i < 6; i++)
        {
            Assert.Equal(expected[i % 3], actual[i], 1e-14);
        }
    }
}
