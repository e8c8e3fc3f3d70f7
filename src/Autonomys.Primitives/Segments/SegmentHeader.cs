using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Segments;

/// <summary>Header of an archived segment; headers form a chain by the hash of the one before.</summary>
/// <param name="SegmentIndex">Which segment.</param>
/// <param name="SegmentCommitment">Commitment to the commitments of the segment's records.</param>
/// <param name="PrevSegmentHeaderHash">Hash of the header before; zeros for the first segment.</param>
/// <param name="LastArchivedBlock">Where the segment ends in the chain's blocks.</param>
[JsonConverter(typeof(SegmentHeaderJsonConverter))]
public sealed record SegmentHeader(
    SegmentIndex SegmentIndex,
    SegmentCommitment SegmentCommitment,
    Blake3Hash PrevSegmentHeaderHash,
    LastArchivedBlock LastArchivedBlock) : IScaleType<SegmentHeader>
{
    private const byte Version = 0;

    public static int MinEncodedSize =>
        1 + sizeof(ulong) + SegmentCommitment.Size + Blake3Hash.Size + LastArchivedBlock.MinEncodedSize;

    /// <summary>BLAKE3 of the SCALE form.</summary>
    public Blake3Hash Hash() => Blake3.Hash(Scale.Encode(this));

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteByte(Version);
        writer.WriteUInt64(SegmentIndex.Value);
        writer.WriteFixed(SegmentCommitment);
        writer.WriteFixed(PrevSegmentHeaderHash);
        LastArchivedBlock.EncodeTo(writer);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out SegmentHeader value)
    {
        value = null;
        if (!reader.TryReadByte(out byte version) || version != Version
            || !reader.TryReadUInt64(out ulong segmentIndex)
            || !reader.TryReadFixed(out SegmentCommitment commitment)
            || !reader.TryReadFixed(out Blake3Hash previous)
            || !LastArchivedBlock.TryDecode(ref reader, out LastArchivedBlock lastArchivedBlock))
        {
            return false;
        }

        value = new(new(segmentIndex), commitment, previous, lastArchivedBlock);
        return true;
    }
}
