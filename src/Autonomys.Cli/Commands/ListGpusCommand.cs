using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Autonomys.Cli.Parsing;
using Autonomys.Gpu.Tools;

namespace Autonomys.Cli.Commands;

/// <summary>`list-gpus`: the GPUs of this machine and what would be done with them.</summary>
internal static class ListGpusCommand
{
    public static Command Create()
    {
        Option<bool> json = OptionParsing.Json();
        Command command = new("list-gpus", "Show the GPUs that CUDA_VISIBLE_DEVICES leaves visible, and what they would be used for.") { json };
        command.SetAction(parsed =>
        {
            GpuInventory inventory = GpuInventory.Collect();
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(Json(inventory));
            }
            else
            {
                Write(inventory, Console.Out);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    internal static void Write(GpuInventory inventory, TextWriter output)
    {
        if (inventory.Gpus.Count == 0)
        {
            output.WriteLine(inventory.WhyNone);
            return;
        }

        output.WriteLine($"NVIDIA driver {inventory.DriverVersion ?? "of unknown version"}");
        foreach (GpuInfo gpu in inventory.Gpus)
        {
            string memory = string.Create(CultureInfo.InvariantCulture, $"{gpu.MemoryBytes / (double)(1L << 30):F1} GiB");
            output.WriteLine($"GPU {gpu.Index}: {gpu.Name}, {memory}, {gpu.Architecture}, {gpu.Multiprocessors} multiprocessors");
            output.WriteLine($"  PCIe  {gpu.PciAddress ?? "address unknown"}, {gpu.PcieLink ?? "link unknown"}");
            output.WriteLine(gpu.NumaNode is { } node ? $"  NUMA  node {node}, processors {gpu.NearProcessors}" : "  NUMA  one node, or not known");
            output.WriteLine($"  Use   {gpu.Use}");
        }
    }

    internal static string Json(GpuInventory inventory)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("driver", inventory.DriverVersion);
            writer.WriteStartArray("gpus");
            foreach (GpuInfo gpu in inventory.Gpus)
            {
                writer.WriteStartObject();
                writer.WriteNumber("index", gpu.Index);
                writer.WriteString("name", gpu.Name);
                writer.WriteNumber("memoryBytes", gpu.MemoryBytes);
                writer.WriteString("architecture", gpu.Architecture);
                writer.WriteNumber("multiprocessors", gpu.Multiprocessors);
                writer.WriteString("pciAddress", gpu.PciAddress);
                writer.WriteString("pcieLink", gpu.PcieLink);
                if (gpu.NumaNode is { } node)
                {
                    writer.WriteNumber("numaNode", node);
                    writer.WriteString("nearProcessors", gpu.NearProcessors);
                }

                writer.WriteString("use", gpu.Use);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
