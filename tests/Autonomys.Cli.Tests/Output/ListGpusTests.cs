using System.Text.Json;
using Autonomys.Cli.Commands;
using Autonomys.Gpu.Tools;

namespace Autonomys.Cli.Tests.Output;

public sealed class ListGpusTests
{
    private static readonly GpuInventory Two = new(
        [
            new GpuInfo(0, "NVIDIA H100 PCIe", 85_000_000_000, "sm_90", 114, "0000:3b:00.0", "32.0 GT/s PCIe x16 (up to 32.0 GT/s PCIe x16)", 1, "32-63", "plots and proves"),
            new GpuInfo(1, "NVIDIA T4", 16_000_000_000, "sm_75", 40, null, null, null, null, "plots and proves"),
        ],
        "550.54.15");

    [Fact]
    public void Gpus_are_shown_with_their_place_in_the_machine()
    {
        using StringWriter output = new() { NewLine = "\n" };
        ListGpusCommand.Write(Two, output);

        Assert.Equal(
            """
            NVIDIA driver 550.54.15
            GPU 0: NVIDIA H100 PCIe, 79.2 GiB, sm_90, 114 multiprocessors
              PCIe  0000:3b:00.0, 32.0 GT/s PCIe x16 (up to 32.0 GT/s PCIe x16)
              NUMA  node 1, processors 32-63
              Use   plots and proves
            GPU 1: NVIDIA T4, 14.9 GiB, sm_75, 40 multiprocessors
              PCIe  address unknown, link unknown
              NUMA  one node, or not known
              Use   plots and proves

            """,
            output.ToString());
    }

    [Fact]
    public void Json_has_every_gpu_and_leaves_out_what_is_not_known()
    {
        using JsonDocument json = JsonDocument.Parse(ListGpusCommand.Json(Two));

        JsonElement gpus = json.RootElement.GetProperty("gpus");
        Assert.Equal(2, gpus.GetArrayLength());
        Assert.Equal(1, gpus[0].GetProperty("numaNode").GetInt32());
        Assert.Equal("sm_75", gpus[1].GetProperty("architecture").GetString());
        Assert.False(gpus[1].TryGetProperty("numaNode", out _));
        Assert.Equal(JsonValueKind.Null, gpus[1].GetProperty("pciAddress").ValueKind);
    }

    [Fact]
    public void No_gpu_is_said_in_words_and_as_an_empty_list()
    {
        GpuInventory none = new([], null);
        using StringWriter output = new();
        ListGpusCommand.Write(none, output);

        Assert.StartsWith("No GPU: no NVIDIA driver is loaded", output.ToString(), StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(ListGpusCommand.Json(none));
        Assert.Equal(0, json.RootElement.GetProperty("gpus").GetArrayLength());
    }
}
