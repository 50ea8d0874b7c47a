using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using Perfolizer.Horology;

namespace Micrograd.Benchmarks;

internal static class Program
{
    // Short iterations: the whole table takes about two minutes. `--job medium` after `--` gives more digits.
    private static void Main(string[] arguments)
    {
        Job quick = Job.Default
            .WithRuntime(CoreRuntime.Core10_0)
            .WithWarmupCount(5)
            .WithIterationCount(7)
            .WithIterationTime(TimeInterval.FromMilliseconds(100));
        IConfig config = ManualConfig.CreateEmpty()
            .AddJob(quick)
            .AddLogger(ConsoleLogger.Default)
            .AddExporter(MarkdownExporter.GitHub)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(CategoriesColumn.Default)
            .AddLogicalGroupRules(BenchmarkLogicalGroupRule.ByCategory)
            .HideColumns(Column.Type, Column.Error, Column.StdDev, Column.RatioSD, Column.AllocRatio, Column.Gen0, Column.Gen1, Column.Gen2, Column.Median)
            .WithOption(ConfigOptions.JoinSummary, true);
        string[] all = arguments.Length == 0 ? ["--filter", "*"] : arguments;
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(all, config);
    }
}
