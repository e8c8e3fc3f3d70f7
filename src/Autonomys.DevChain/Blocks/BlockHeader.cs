using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;

namespace Autonomys.DevChain.Blocks;

/// <summary>A block header of the network: Substrate's generic header over u32 numbers and BLAKE2b-256.</summary>
internal sealed record BlockHeader(Bytes32 ParentHash, uint Number, Bytes32 StateRoot, Bytes32 ExtrinsicsRoot, IReadOnlyList<DigestItem> Digest)
    : IScaleType<BlockHeader>
{
    private const int MaxDigestItems = 4096;

    public static int MinEncodedSize => (3 * Bytes32.Size) + 2;

    /// <summary>BLAKE2b-256 of the SCALE form.</summary>
    public Bytes32 Hash() => BlockHashing.HashOf(this);

    /// <summary>The header as its author had it before the seal was added: what a farm signs.</summary>
    public BlockHeader WithoutSeal() => this with { Digest = [.. Digest.Where(item => item.Kind != DigestKind.Seal)] };

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteFixed(ParentHash);
        writer.WriteCompact(Number);
        writer.WriteFixed(StateRoot);
        writer.WriteFixed(ExtrinsicsRoot);
        writer.WriteVector(Digest);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out BlockHeader value)
    {
        value = null;
        if (!reader.TryReadFixed(out Bytes32 parentHash)
            || !reader.TryReadCompactUInt32(out uint number)
            || !reader.TryReadFixed(out Bytes32 stateRoot)
            || !reader.TryReadFixed(out Bytes32 extrinsicsRoot)
            || !reader.TryReadVector(MaxDigestItems, out DigestItem[]? digest))
        {
            return false;
        }

        value = new(parentHash, number, stateRoot, extrinsicsRoot, digest);
        return true;
    }
}
