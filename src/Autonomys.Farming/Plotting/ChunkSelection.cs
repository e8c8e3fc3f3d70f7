using System.Numerics;
using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Plotting;

/// <summary>
/// The rule by which a record's 65,536 source and parity chunks become the 32,768 chunks of the sector: the first s-buckets with
/// a proof, masked with the hash of the proof; where proofs are too few, the first s-buckets left over, in clear.
/// </summary>
internal static class ChunkSelection
{
    /// <summary>Writes the plotted chunks and the bitfield of those encoded.</summary>
    /// <param name="source">32,768 source chunks as bytes, of the even s-buckets.</param>
    /// <param name="parity">32,768 parity chunks, of the odd s-buckets.</param>
    /// <param name="proofs">8,192 bytes: which s-buckets have a proof, as far as the search went.</param>
    /// <param name="hashes">Hash of the proof of each s-bucket that has one.</param>
    /// <param name="record">Receives 1 MiB; may not overlap the inputs.</param>
    /// <param name="encoded">Receives 8,192 bytes.</param>
    /// <returns>Number of encoded chunks.</returns>
    public static int Select(
        ReadOnlySpan<byte> source,
        ReadOnlySpan<Scalar> parity,
        ReadOnlySpan<byte> proofs,
        ReadOnlySpan<byte> hashes,
        Span<byte> record,
        Span<byte> encoded)
    {
        encoded.Clear();
        int count = 0;
        for (int i = 0; i < SectorLayout.BitfieldSize && count < RecordLayout.ChunksPerRecord; i++)
        {
            for (uint bits = proofs[i]; bits != 0 && count < RecordLayout.ChunksPerRecord; bits &= bits - 1)
            {
                int bit = BitOperations.TrailingZeroCount(bits);
                int sBucket = (8 * i) + bit;
                Span<byte> chunk = Chunk(record, count);
                Load(source, parity, sBucket, chunk);
                Mask(chunk, Chunk(hashes, sBucket));

                // The network's encoder takes a chunk that is masked to zero for one without a proof.
                if (chunk.IndexOfAnyExcept((byte)0) >= 0)
                {
                    encoded[i] |= (byte)(1 << bit);
                    count++;
                }
            }
        }

        int next = count;
        for (int sBucket = 0; next < RecordLayout.ChunksPerRecord; sBucket++)
        {
            if ((encoded[sBucket / 8] & (1 << (sBucket % 8))) == 0)
            {
                Load(source, parity, sBucket, Chunk(record, next++));
            }
        }

        return count;
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

    private static void Load(ReadOnlySpan<byte> source, ReadOnlySpan<Scalar> parity, int sBucket, Span<byte> chunk)
    {
        if ((sBucket & 1) == 0)
        {
            Chunk(source, sBucket / 2).CopyTo(chunk);
        }
        else
        {
            parity[sBucket / 2].ToBytes(chunk);
        }
    }

    private static ReadOnlySpan<byte> Chunk(ReadOnlySpan<byte> chunks, int index) =>
        chunks.Slice(index * RecordLayout.ScalarSize, RecordLayout.ScalarSize);

    private static Span<byte> Chunk(Span<byte> chunks, int index) =>
        chunks.Slice(index * RecordLayout.ScalarSize, RecordLayout.ScalarSize);
}
