using System.Runtime.InteropServices;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Plotting;

/// <summary>
/// The rule by which a record's 65,536 source and parity chunks become the 32,768 chunks of the sector: those of the first
/// s-buckets with a proof, masked with the hash of the proof; where proofs are too few, the first s-buckets left over, in clear.
/// </summary>
internal static class ChunkSelection
{
    /// <summary>Writes the plotted chunks and the bitfield of those encoded.</summary>
    /// <param name="source">32,768 source chunks as bytes, of the even s-buckets.</param>
    /// <param name="parity">32,768 parity chunks as bytes, of the odd s-buckets.</param>
    /// <param name="provable">The first s-buckets that have a proof, ascending, at most 32,768.</param>
    /// <param name="hashes">Hash of the proof of each of them.</param>
    /// <param name="record">Receives 1 MiB; may not overlap the inputs.</param>
    /// <param name="encoded">Receives 8,192 bytes.</param>
    public static void Select(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<byte> parity,
        ReadOnlySpan<SBucket> provable,
        ReadOnlySpan<byte> hashes,
        Span<byte> record,
        Span<byte> encoded)
    {
        encoded.Clear();
        for (int i = 0; i < provable.Length; i++)
        {
            int sBucket = provable[i].Value;
            Span<byte> chunk = record.Slice(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize);
            Load(source, parity, sBucket, chunk);
            Mask(chunk, hashes.Slice(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize));
            encoded[sBucket / 8] |= (byte)(1 << (sBucket % 8));
        }

        int next = provable.Length;
        for (int sBucket = 0; next < RecordLayout.ChunksPerRecord; sBucket++)
        {
            if ((encoded[sBucket / 8] & (1 << (sBucket % 8))) == 0)
            {
                Load(source, parity, sBucket, record.Slice(next++ * RecordLayout.ScalarSize, RecordLayout.ScalarSize));
            }
        }
    }

    /// <summary>XORs 32 bytes with the hash of a proof: masks a chunk, and takes the mask off again.</summary>
    public static void Mask(Span<byte> chunk, ReadOnlySpan<byte> hash)
    {
        Span<ulong> words = MemoryMarshal.Cast<byte, ulong>(chunk);
        ReadOnlySpan<ulong> mask = MemoryMarshal.Cast<byte, ulong>(hash);
        for (int i = 0; i < RecordLayout.ScalarSize / sizeof(ulong); i++)
        {
            words[i] ^= mask[i];
        }
    }

    private static void Load(ReadOnlySpan<byte> source, ReadOnlySpan<byte> parity, int sBucket, Span<byte> chunk)
    {
        ReadOnlySpan<byte> chunks = (sBucket & 1) == 0 ? source : parity;
        chunks.Slice(sBucket / 2 * RecordLayout.ScalarSize, RecordLayout.ScalarSize).CopyTo(chunk);
    }
}
