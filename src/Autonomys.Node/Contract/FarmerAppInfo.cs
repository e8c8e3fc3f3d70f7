using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
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
    FarmerProtocolInfo ProtocolInfo) : IScaleType<FarmerAppInfo>
{
    private const uint NanosecondsPerSecond = 1_000_000_000;

    public static int MinEncodedSize =>
        Bytes32.Size + (2 * sizeof(byte)) + sizeof(ulong) + sizeof(uint) + FarmerProtocolInfo.MinEncodedSize;

    /// <summary>Bootstrap nodes are left out: their binary form is one of another network's protocols, and no farmer here uses them.</summary>
    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteFixed(GenesisHash);
        writer.WriteCompact(0);
        writer.WriteBool(Syncing);
        writer.WriteUInt64((ulong)(FarmingTimeout.Ticks / TimeSpan.TicksPerSecond));
        writer.WriteUInt32((uint)(FarmingTimeout.Ticks % TimeSpan.TicksPerSecond) * (uint)TimeSpan.NanosecondsPerTick);
        writer.Write(ProtocolInfo);
    }

    /// <summary>Skips bootstrap nodes.</summary>
    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out FarmerAppInfo value)
    {
        value = null;
        if (!reader.TryReadFixed(out Bytes32 genesisHash) || !reader.TryReadCompactUInt32(out uint nodes))
        {
            return false;
        }

        for (uint node = 0; node < nodes; node++)
        {
            if (!reader.TryReadBytes(out _))
            {
                return false;
            }
        }

        if (!reader.TryReadBool(out bool syncing)
            || !reader.TryReadUInt64(out ulong seconds)
            || !reader.TryReadUInt32(out uint nanoseconds)
            || seconds > (ulong)TimeSpan.MaxValue.TotalSeconds - 1
            || nanoseconds >= NanosecondsPerSecond
            || !FarmerProtocolInfo.TryDecode(ref reader, out FarmerProtocolInfo? protocolInfo))
        {
            return false;
        }

        TimeSpan timeout = new(((long)seconds * TimeSpan.TicksPerSecond) + (nanoseconds / (uint)TimeSpan.NanosecondsPerTick));
        value = new(genesisHash, [], syncing, timeout, protocolInfo);
        return true;
    }
}
