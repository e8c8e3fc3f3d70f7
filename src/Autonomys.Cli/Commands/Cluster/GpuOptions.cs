using System.CommandLine;
using Autonomys.Cli.Parsing;
using Autonomys.Gpu.Devices;

namespace Autonomys.Cli.Commands.Cluster;

/// <summary>The options that say what encodes records.</summary>
internal sealed record GpuOptions(Option<GpuBackend> Backend, Option<int> CheckEvery)
{
    public static GpuOptions Create() => new(
        GpuBackendOption.Create("What encodes records"),
        OptionParsing.Number(
            "--gpu-check-every", "Of how many records from GPUs one is encoded on the processor too and compared; 0: none.", 0, int.MaxValue, 1000));

    public void AddTo(Command command)
    {
        command.Options.Add(Backend);
        command.Options.Add(CheckEvery);
    }

    /// <exception cref="GpuException">GPU_CONCURRENCY is not a number.</exception>
    public GpuEncoderSource Read(ParseResult parsed, int cpuConcurrency) => new(new GpuEncoderOptions
    {
        Backend = parsed.GetValue(Backend),
        CheckEvery = parsed.GetValue(CheckEvery),
        Concurrency = GpuEncoderOptions.ConcurrencyOfEnvironment(Environment.GetEnvironmentVariable("GPU_CONCURRENCY")),
        CpuConcurrency = cpuConcurrency,
    });
}
