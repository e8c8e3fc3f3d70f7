using Autonomys.Cluster;
using Autonomys.Cluster.History;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain;
using Autonomys.Farming;
using Autonomys.Gpu.Devices;
using Autonomys.Messaging;
using Autonomys.Node.Contract;

namespace Autonomys.Cli.Commands;

/// <summary>Errors whose message tells the operator all there is; anything else is a defect and ends with its stack.</summary>
internal static class ExpectedErrors
{
    public static bool IsExpected(Exception exception) =>
        exception is FarmingException or DevChainException or KzgParametersException or HistoryException or NodeException or BusException or ClusterException or GpuException or IOException or UnauthorizedAccessException;
}
