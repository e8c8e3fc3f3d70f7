using Autonomys.Gpu.Tools;

namespace Autonomys.Gpu.Tests.Tools;

public sealed class GpuInventoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autonomys-gpus").FullName;

    [Fact]
    public void Placement_is_read_from_the_folder_of_the_device()
    {
        string device = Directory.CreateDirectory(Path.Combine(_folder, "0000:3b:00.0")).FullName;
        File.WriteAllText(Path.Combine(device, "current_link_speed"), "16.0 GT/s PCIe\n");
        File.WriteAllText(Path.Combine(device, "current_link_width"), "8\n");
        File.WriteAllText(Path.Combine(device, "max_link_speed"), "32.0 GT/s PCIe\n");
        File.WriteAllText(Path.Combine(device, "max_link_width"), "16\n");
        File.WriteAllText(Path.Combine(device, "numa_node"), "1\n");
        File.WriteAllText(Path.Combine(device, "local_cpulist"), "32-63\n");

        PciPlacement expected = new("16.0 GT/s PCIe x8 (up to 32.0 GT/s PCIe x16)", 1, "32-63");
        Assert.Equal(expected, PciPlacement.Read("0000:3B:00.0", _folder));
        Assert.Equal(expected, PciPlacement.Read("00000000:3B:00.0", _folder));
    }

    [Fact]
    public void Placement_that_linux_does_not_know_is_left_out()
    {
        string device = Directory.CreateDirectory(Path.Combine(_folder, "0000:01:00.0")).FullName;
        File.WriteAllText(Path.Combine(device, "numa_node"), "-1\n");
        File.WriteAllText(Path.Combine(device, "local_cpulist"), "0-1\n");

        Assert.Equal(new PciPlacement(null, null, null), PciPlacement.Read("0000:01:00.0", _folder));
        Assert.Equal(new PciPlacement(null, null, null), PciPlacement.Read("0000:02:00.0", _folder));
    }

    [Fact]
    public void Driver_version_is_read_from_what_the_driver_says_of_itself()
    {
        string file = Path.Combine(_folder, "version");
        Assert.Null(GpuInventory.ReadDriverVersion(file));
        File.WriteAllText(file, "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5 22:23:56 UTC 2024\nGCC version:  gcc version 12.2.0\n");

        Assert.Equal("550.54.15", GpuInventory.ReadDriverVersion(file));
    }

    [Fact]
    public void Without_a_gpu_it_says_what_to_do()
    {
        Assert.Contains("no NVIDIA driver is loaded", new GpuInventory([], null).WhyNone, StringComparison.Ordinal);
        Assert.Contains("driver 550.54.15 is loaded but shows no device", new GpuInventory([], "550.54.15").WhyNone, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
