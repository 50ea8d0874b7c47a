using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;

namespace Micrograd.Generators.Benchmarks;

internal static class Program
{
    // One call takes up to seconds, so an iteration is one call.
    private static void Main(string[] arguments)
    {
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(Job.Default.WithWarmupCount(2).WithIterationCount(5).WithInvocationCount(1).WithUnrollFactor(1))
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .HideColumns(Column.Error, Column.StdDev, Column.RatioSD, Column.AllocRatio, Column.Gen0, Column.Gen1, Column.Gen2, Column.Median);
        string[] all = arguments.Length == 0 ? ["--filter", "*"] : arguments;
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(all, config);
    }
}
