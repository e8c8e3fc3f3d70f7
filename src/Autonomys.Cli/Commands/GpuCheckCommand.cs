using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Tools;

namespace Autonomys.Cli.Commands;

/// <summary>`gpu-check`: whether the GPUs of this machine compute right, and how fast.</summary>
internal static class GpuCheckCommand
{
    public static Command Create()
    {
        Option<GpuBackend> backend = GpuBackendOption.Create("What is checked");
        Option<bool> json = OptionParsing.Json();
        Command command = new("gpu-check", "Check each stage on each GPU against the network's reference, then time it.") { backend, json };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () => Run(parsed.GetValue(backend), parsed.GetValue(json), cancellationToken), cancellationToken));
        return command;
    }

    private static int Run(GpuBackend backend, bool json, CancellationToken cancellationToken)
    {
        int stages = 0;
        int wrong = 0;
        foreach (GpuCheckResult result in GpuCheck.Run(backend, text => Console.Error.WriteLine(text), cancellationToken))
        {
            stages++;
            wrong += result.Wrong is null ? 0 : 1;
            Console.Out.WriteLine(json ? Json(result) : Line(result));
        }

        if (stages == 0)
        {
            if (backend is GpuBackend.Cuda or GpuBackend.OpenCl)
            {
                throw new GpuException(GpuCheck.WhyNone(backend));
            }

            Console.Error.WriteLine(backend == GpuBackend.None ? "--gpu-backend none: there is nothing to check." : GpuInventory.Collect().WhyNone);
            Console.Error.WriteLine("The kernels can be checked on threads of the processor: gpu-check --gpu-backend cpu-accelerator");
            return ExitCodes.Success;
        }

        if (!json)
        {
            Console.Out.WriteLine(wrong == 0
                ? $"{stages} stages, all right."
                : $"{wrong} of {stages} stages are WRONG: do not plot or prove with this device.");
        }

        if (!json && backend == GpuBackend.CpuAccelerator)
        {
            Console.Out.WriteLine("These times are of threads of the processor, and say nothing of a GPU.");
        }

        return wrong == 0 ? ExitCodes.Success : ExitCodes.Failure;
    }

    private static string Line(GpuCheckResult result)
    {
        string rate = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Operations} {result.Unit}, {result.Operations / result.Fastest.TotalSeconds / 1e6:F1} million/s; {result.Bytes} bytes over the bus");
        return $"{(result.Wrong is null ? "right" : "WRONG: " + result.Wrong),-6} {result.Device}: {result.Stage}, "
            + $"{BenchmarkReport.Time(result.Fastest)} (fastest of {result.Rounds}); counted: {rate}";
    }

    private static string Json(GpuCheckResult result)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("device", result.Device);
            writer.WriteString("stage", result.Stage);
            writer.WriteBoolean("right", result.Wrong is null);
            if (result.Wrong is not null)
            {
                writer.WriteString("wrong", result.Wrong);
            }

            writer.WriteNumber("fastestSeconds", result.Fastest.TotalSeconds);
            writer.WriteNumber("rounds", result.Rounds);
            writer.WriteNumber("countedOperations", result.Operations);
            writer.WriteString("unit", result.Unit);
            writer.WriteNumber("bytesOverTheBus", result.Bytes);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
