using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;

namespace Autonomys.DevChain.Blocks;

/// <summary>A block with its justifications: what a node stores, and what is archived.</summary>
/// <param name="Header">The header, sealed except in genesis.</param>
/// <param name="Extrinsics">Each the opaque bytes of one extrinsic.</param>
/// <param name="Justifications">Null for none.</param>
internal sealed record SignedBlock(BlockHeader Header, IReadOnlyList<byte[]> Extrinsics, IReadOnlyList<Justification>? Justifications)
    : IScaleType<SignedBlock>
{
    private const int MaxJustifications = 64;

    public static int MinEncodedSize => BlockHeader.MinEncodedSize + 2;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.Write(Header);
        writer.WriteCompact((uint)Extrinsics.Count);
        foreach (byte[] extrinsic in Extrinsics)
        {
            writer.WriteBytes(extrinsic);
        }

        writer.WriteBool(Justifications is not null);
        if (Justifications is not null)
        {
            writer.WriteVector(Justifications);
        }
    }

    /// <summary>
    /// Reads a block and leaves what follows it: the archived form of the genesis block ends with filling that belongs to no block.
    /// </summary>
    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out SignedBlock value)
    {
        value = null;
        if (!BlockHeader.TryDecode(ref reader, out BlockHeader? header)
            || !reader.TryReadCompactUInt32(out uint count) || count > (uint)reader.Remaining)
        {
            return false;
        }

        List<byte[]> extrinsics = [];
        for (uint i = 0; i < count; i++)
        {
            if (!reader.TryReadBytes(out ReadOnlySpan<byte> extrinsic))
            {
                return false;
            }

            extrinsics.Add(extrinsic.ToArray());
        }

        Justification[]? justifications = null;
        if (!reader.TryReadBool(out bool justified) || (justified && !reader.TryReadVector(MaxJustifications, out justifications)))
        {
            return false;
        }

        value = new(header, extrinsics, justifications);
        return true;
    }
}
