using System.Globalization;
using ILGPU.Runtime.Cuda;

namespace Autonomys.Gpu.Tools;

/// <summary>Where a PCI device sits in the machine, as Linux tells below /sys/bus/pci/devices.</summary>
/// <param name="Link">Speed and lanes, in use and possible; null when the kernel does not say.</param>
/// <param name="NumaNode">The node; null when there is only one, or the kernel does not know.</param>
/// <param name="NearProcessors">Processors of that node.</param>
internal sealed record PciPlacement(string? Link, int? NumaNode, string? NearProcessors)
{
    /// <summary>The address of a device, as Linux names it; null when the driver does not tell.</summary>
    public static string? AddressOf(CudaDevice device) => device.PCIDomainId >= 0 && device.PCIBusId >= 0
        ? $"{device.PCIDomainId:x4}:{device.PCIBusId:x2}:{device.PCIDeviceId:x2}.0"
        : null;

    /// <summary>The placement of a device; nothing is known of one without an address.</summary>
    public static PciPlacement Of(CudaDevice device) => AddressOf(device) is { } address ? Read(address) : new PciPlacement(null, null, null);

    /// <summary>Reads the placement of the device at <paramref name="address"/>, like 0000:3b:00.0; nothing is known of one that is not there.</summary>
    /// <param name="address">Domain, bus, device and function; the domain may have eight digits.</param>
    /// <param name="root">/sys/bus/pci/devices, or another folder in tests.</param>
    public static PciPlacement Read(string address, string root = "/sys/bus/pci/devices")
    {
        string name = address.ToLowerInvariant();

        // The driver writes eight digits of the domain, Linux four.
        if (name.Length > 12 && name.StartsWith("0000", StringComparison.Ordinal))
        {
            name = name[^12..];
        }

        string folder = Path.Combine(root, name);
        string? speed = Line(folder, "current_link_speed");
        string? lanes = Line(folder, "current_link_width");
        string? link = speed is null || lanes is null
            ? null
            : $"{speed} x{lanes} (up to {Line(folder, "max_link_speed") ?? "?"} x{Line(folder, "max_link_width") ?? "?"})";
        bool isKnown = int.TryParse(Line(folder, "numa_node"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int node) && node >= 0;
        return new PciPlacement(link, isKnown ? node : null, isKnown ? Line(folder, "local_cpulist") : null);
    }

    private static string? Line(string folder, string file)
    {
        try
        {
            string path = Path.Combine(folder, file);
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Some links have no speed to tell while they sleep, and the file then cannot be read.
            return null;
        }
    }
}
