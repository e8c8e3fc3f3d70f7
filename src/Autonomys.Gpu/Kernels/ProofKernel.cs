using Autonomys.Primitives.Pieces;
using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>Proofs of s-buckets, and the record that their hashes mask.</summary>
internal static class ProofKernel
{
    /// <summary>X values of a proof.</summary>
    public const int Xs = Proofs.Space.PosParameters.XsPerProof;

    /// <summary>32-bit words of a chunk.</summary>
    public const int ChunkWords = RecordLayout.ScalarSize / sizeof(uint);

    private const int Pairs = Xs / 2; // 2^5

    /// <summary>Walks from each s-bucket's entry of table 7 back to its 64 x values; a thread for each pair of them, neighbours for one proof.</summary>
    /// <param name="first">By s-bucket: the position in the last 22 bits.</param>
    /// <param name="sBuckets">The s-buckets; of those that have no proof nothing is written.</param>
    /// <param name="count">How many.</param>
    /// <param name="backPointers">Tables 2 to 7 one after another, each <paramref name="entriesPerTable"/> long.</param>
    /// <param name="entriesPerTable">Room for the back pointers of one table.</param>
    /// <param name="xs">Receives 64 values for each proof.</param>
    public static void Walk(
        ArrayView<uint> first, ArrayView<ushort> sBuckets, ArrayView<int> count, ArrayView<ulong> backPointers, int entriesPerTable, ArrayView<uint> xs)
    {
        int stride = Grid.DimX * Group.DimX;
        int end = count[0] * Pairs;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < end; i += stride)
        {
            int pair = i & (Pairs - 1);
            uint entry = first[(int)sBuckets[i >> 5]];
            if (entry == SelectionKernel.Absent)
            {
                continue;
            }

            uint position = entry & TableRules.PositionMask;
            for (int table = 7; table > 2; table--)
            {
                // From table 7 on each bit of the pair's number, highest first, says left or right.
                ulong both = backPointers[((table - 2) * entriesPerTable) + (int)position];
                position = ((pair >> (table - 3)) & 1) == 0 ? (uint)both : (uint)(both >> 32);
            }

            ulong last = backPointers[(int)position];
            xs[2 * i] = (uint)last;
            xs[(2 * i) + 1] = (uint)(last >> 32);
        }
    }

    /// <summary>Writes the chunks of the sector: each source or parity chunk, masked with the hash of its proof where it has one.</summary>
    /// <param name="xs">From <see cref="Walk"/>.</param>
    /// <param name="kept">The s-bucket of each of the 32,768 chunks.</param>
    /// <param name="encodedCount">How many of them, from the first on, have a proof.</param>
    /// <param name="source">32,768 chunks, of the even s-buckets, as little-endian words of their bytes.</param>
    /// <param name="parity">The same of the odd ones.</param>
    /// <param name="record">Receives 32,768 chunks.</param>
    public static void Emit<TK>(
        ArrayView<uint> xs, ArrayView<ushort> kept, ArrayView<int> encodedCount, ArrayView<uint> source, ArrayView<uint> parity, ArrayView<uint> record)
        where TK : unmanaged, IConstant
    {
        int stride = Grid.DimX * Group.DimX;
        int encoded = encodedCount[0];
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < RecordLayout.ChunksPerRecord; i += stride)
        {
            Blake3State mask = default;
            if (i < encoded)
            {
                mask = Hash<TK>(xs, i);
            }

            int sBucket = kept[i];
            int from = (sBucket >> 1) * ChunkWords;
            ArrayView<uint> chunks = (sBucket & 1) == 0 ? source : parity;
            int to = i * ChunkWords;
            record[to] = chunks[from] ^ mask.V0;
            record[to + 1] = chunks[from + 1] ^ mask.V1;
            record[to + 2] = chunks[from + 2] ^ mask.V2;
            record[to + 3] = chunks[from + 3] ^ mask.V3;
            record[to + 4] = chunks[from + 4] ^ mask.V4;
            record[to + 5] = chunks[from + 5] ^ mask.V5;
            record[to + 6] = chunks[from + 6] ^ mask.V6;
            record[to + 7] = chunks[from + 7] ^ mask.V7;
        }
    }

    /// <summary>Takes the masks off the chunks of a plot that have one.</summary>
    /// <param name="xs">From <see cref="Walk"/>.</param>
    /// <param name="first">By s-bucket, what <see cref="Walk"/> began with.</param>
    /// <param name="sBuckets">The s-bucket of each chunk.</param>
    /// <param name="count">How many chunks, from the first on, have a mask.</param>
    /// <param name="chunks">The chunks as little-endian words of their bytes.</param>
    /// <param name="missing">One number, cleared by the caller: set to 1 when one of them has no proof.</param>
    public static void Unmask<TK>(
        ArrayView<uint> xs, ArrayView<uint> first, ArrayView<ushort> sBuckets, ArrayView<int> count, ArrayView<uint> chunks, ArrayView<int> missing)
        where TK : unmanaged, IConstant
    {
        int stride = Grid.DimX * Group.DimX;
        int end = count[0];
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < end; i += stride)
        {
            if (first[(int)sBuckets[i]] == SelectionKernel.Absent)
            {
                missing[0] = 1;
                continue;
            }

            Blake3State mask = Hash<TK>(xs, i);
            int at = i * ChunkWords;
            chunks[at] ^= mask.V0;
            chunks[at + 1] ^= mask.V1;
            chunks[at + 2] ^= mask.V2;
            chunks[at + 3] ^= mask.V3;
            chunks[at + 4] ^= mask.V4;
            chunks[at + 5] ^= mask.V5;
            chunks[at + 6] ^= mask.V6;
            chunks[at + 7] ^= mask.V7;
        }
    }

    /// <summary>BLAKE3 of a proof: 64 x values of K bits, first bit highest, 8·K bytes in all.</summary>
    private static Blake3State Hash<TK>(ArrayView<uint> xs, int proof)
        where TK : unmanaged, IConstant
    {
        int length = 8 * default(TK).Value;
        ProofReader reader = new() { Next = proof * Xs, End = (proof + 1) * Xs };
        Blake3State state = Blake3State.Initial();
        for (int first = 0; first < length; first += 64)
        {
            Blake3Block block = default;
            block.M0 = ProofReader.Word<TK>(ref reader, xs);
            block.M1 = ProofReader.Word<TK>(ref reader, xs);
            block.M2 = ProofReader.Word<TK>(ref reader, xs);
            block.M3 = ProofReader.Word<TK>(ref reader, xs);
            block.M4 = ProofReader.Word<TK>(ref reader, xs);
            block.M5 = ProofReader.Word<TK>(ref reader, xs);
            block.M6 = ProofReader.Word<TK>(ref reader, xs);
            block.M7 = ProofReader.Word<TK>(ref reader, xs);
            block.M8 = ProofReader.Word<TK>(ref reader, xs);
            block.M9 = ProofReader.Word<TK>(ref reader, xs);
            block.M10 = ProofReader.Word<TK>(ref reader, xs);
            block.M11 = ProofReader.Word<TK>(ref reader, xs);
            block.M12 = ProofReader.Word<TK>(ref reader, xs);
            block.M13 = ProofReader.Word<TK>(ref reader, xs);
            block.M14 = ProofReader.Word<TK>(ref reader, xs);
            block.M15 = ProofReader.Word<TK>(ref reader, xs);
            int rest = length - first;
            uint flags = (first == 0 ? Blake3State.ChunkStart : 0) | (rest <= 64 ? Blake3State.ChunkEnd | Blake3State.Root : 0);
            Blake3State.Compress(ref state, block, (uint)IntrinsicMath.Min(rest, 64), flags);
        }

        return state;
    }
}
