using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Environments;
using BenchmarkDotNet.Exporters.Json;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Autonomys.Benchmarks.Running;

/// <summary>What every benchmark here runs with: in this process, few and short rounds, bytes allocated, medians.</summary>
/// <remarks>
/// The paths of one algorithm are methods of one class, the scalar one the baseline, so that one run gives their ratios whatever
/// else the machine does that day. In this process: nothing is built, and a path that needs a feature of the machine
/// is told by its <c>IsAvailable</c> from one that does not.
/// </remarks>
internal sealed class ShortRunConfig : ManualConfig
{
    public ShortRunConfig()
    {
        AddJob(Job.Default
            .WithToolchain(InProcessEmitToolchain.Instance)
            .WithPlatform(Platform.X64)
            .WithWarmupCount(3)
            .WithIterationCount(7)
            .WithId("Short"));
        AddDiagnoser(MemoryDiagnoser.Default);
        AddColumnProvider(DefaultColumnProviders.Instance);
        AddColumn(StatisticColumn.Median, StatisticColumn.Min);
        AddLogger(ConsoleLogger.Default);
        AddExporter(JsonExporter.Brief);
        WithOptions(ConfigOptions.DisableLogFile);
    }
}
