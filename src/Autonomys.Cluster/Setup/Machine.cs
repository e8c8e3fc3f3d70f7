using System.Net;
using System.Net.Sockets;

namespace Autonomys.Cluster.Setup;

/// <summary>One machine of a cluster.</summary>
/// <param name="Name">Unique; the name of its directory and of its NATS server.</param>
/// <param name="Address">IP address or host name that the other machines reach it at; unique.</param>
/// <param name="Roles">What it does, in the order of <see cref="MachineRole"/>.</param>
/// <param name="Gpus">Its GPUs, by index.</param>
/// <param name="Disks">Disks that its plot-client farms.</param>
/// <param name="ShardedCache">Settings of its sharded cache.</param>
/// <param name="FullPieceCache">Settings of its full-piece cache.</param>
/// <param name="PlotServer">Settings of its plot-servers.</param>
public sealed record Machine(
    string Name,
    string Address,
    IReadOnlyList<MachineRole> Roles,
    IReadOnlyList<MachineGpu> Gpus,
    IReadOnlyList<MachineDisk> Disks,
    ShardedCacheSettings ShardedCache,
    FullPieceCacheSettings FullPieceCache,
    PlotServerSettings PlotServer)
{
    /// <summary>The address as it stands in a URL.</summary>
    public string Host => IsIpVersion6 ? $"[{Address}]" : Address;

    /// <summary>Where its programs listen: on its own address when that is one, else on all.</summary>
    public string ListenHost => IPAddress.TryParse(Address, out _) ? Host : "0.0.0.0";

    /// <summary>All addresses of the machine, of the kind that its address is.</summary>
    public string AnyHost => IsIpVersion6 ? "[::]" : "0.0.0.0";

    private bool IsIpVersion6 => IPAddress.TryParse(Address, out IPAddress? parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6;

    public bool Has(MachineRole role) => Roles.Contains(role);

    /// <summary>GPUs that a plot-server or proof-server of this machine uses.</summary>
    public IEnumerable<MachineGpu> GpusFor(MachineRole role) => Gpus.Where(gpu => Has(role) && (gpu.For ?? role) == role);
}
