using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Node.Contract;

/// <summary>What a farmer needs to know of the chain when it starts, and again after every segment.</summary>
/// <param name="GenesisHash">Which chain.</param>
/// <param name="DsnBootstrapNodes">Multiaddresses of the storage network; not used here.</param>
/// <param name="Syncing">Whether the node is still catching up; it then announces no slots.</param>
/// <param name="FarmingTimeout">Time from slot to solution, to the 100 ns.</param>
/// <param name="ProtocolInfo">The chain's parameters.</param>
public sealed record FarmerAppInfo(
    Bytes32 GenesisHash,
    IReadOnlyList<string> DsnBootstrapNodes,
    bool Syncing,
    [property: JsonConverter(typeof(DurationJsonConverter))] TimeSpan FarmingTimeout,
    FarmerProtocolInfo ProtocolInfo);
