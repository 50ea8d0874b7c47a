using ScottPlot;
using ScottPlot.Plottables;

namespace Micrograd.Samples.Moons;

/// <summary>The two pictures.</summary>
internal static class Plots
{
    private const int Cells = 400;

    // The sample brings its own font: a server may have none, and the pictures are the same everywhere.
    private const string Font = "DejaVu Sans Latin";

    private static readonly CoordinateRect Area = new(-1.7, 2.7, -1.3, 1.8);

    static Plots() => Fonts.AddFontFile(Font, Path.Combine(AppContext.BaseDirectory, "Fonts", "DejaVuSans-Latin.ttf"), bold: false, italic: false);

    /// <summary>The network's decision over the plane, and the points.</summary>
    internal static void SaveMoons(string path, MoonsData data, double[] parameters)
    {
        using Plot plot = NewPlot("Two moons: the network's decision", "x", "y");
        Heatmap decision = plot.Add.Heatmap(Decision(parameters));
        decision.Colormap = new ScottPlot.Colormaps.CustomPalette([Color.FromHex("#a6c8e8"), Color.FromHex("#f6c5b0")]);
        decision.Position = Area;
        AddPoints(plot, data, -1.0, Color.FromHex("#1f5fa8"));
        AddPoints(plot, data, 1.0, Color.FromHex("#c0431a"));
        plot.Axes.SetLimits(Area.Left, Area.Right, Area.Bottom, Area.Top);
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, 800, 600);
    }

    /// <summary>The loss of every run, and the reference.</summary>
    internal static void SaveLoss(string path, MoonsData data, IReadOnlyList<TrainingRun> runs)
    {
        using Plot plot = NewPlot("Loss of each step", "step", "loss");
        int steps = runs[0].Steps.Count;
        foreach (TrainingRun run in runs)
        {
            Signal line = plot.Add.Signal(run.Steps.Select(step => step.Loss).ToArray());
            line.LegendText = run.Engine;
            line.LineWidth = run == runs[0] ? 5 : 2;
            line.MaximumMarkerSize = 0;
        }

        double[] reference = [.. data.ReferenceLoss.Take(steps)];
        Markers dots = plot.Add.Markers(Generate.Consecutive(reference.Length), reference, MarkerShape.OpenCircle, 6, Colors.Black);
        dots.LegendText = "micrograd's published run";
        plot.ShowLegend(Alignment.UpperRight);
        plot.SavePng(path, 800, 500);
    }

    private static Plot NewPlot(string title, string x, string y)
    {
        Plot plot = new();
        plot.Axes.Title.Label.Bold = false;
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Title(title);
        plot.XLabel(x);
        plot.YLabel(y);
        plot.Font.Set(Font);
        return plot;
    }

    // Row 0 is the top of a heat map.
    private static double[,] Decision(double[] parameters)
    {
        double[,] decision = new double[Cells, Cells];
        for (int row = 0; row < Cells; row++)
        {
            for (int column = 0; column < Cells; column++)
            {
                double x = Area.Left + (Area.Width * (column + 0.5) / Cells);
                double y = Area.Top - (Area.Height * (row + 0.5) / Cells);
                decision[row, column] = MoonsLoss.Score(parameters, [x, y]) > 0.0 ? 1.0 : 0.0;
            }
        }

        return decision;
    }

    private static void AddPoints(Plot plot, MoonsData data, double label, Color color)
    {
        int[] members = [.. Enumerable.Range(0, data.Labels.Length).Where(i => data.Labels[i] == label)];
        double[] x = [.. members.Select(i => data.Points[2 * i])];
        double[] y = [.. members.Select(i => data.Points[(2 * i) + 1])];
        Markers markers = plot.Add.Markers(x, y, MarkerShape.FilledCircle, 9, color);
        markers.LegendText = label > 0.0 ? "label 1" : "label −1";
    }
}
