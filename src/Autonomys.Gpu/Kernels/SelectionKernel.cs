using Autonomys.Primitives.Pieces;
using ILGPU;

namespace Autonomys.Gpu.Kernels;

/// <summary>
/// Which s-buckets a record keeps: the first 32,768 that have a proof, encoded; where those are too few, the first of the others, in clear.
/// </summary>
internal static class SelectionKernel
{
    /// <summary>S-buckets in one word of a bitfield.</summary>
    public const int PerWord = 32;

    public const int WordCount = RecordLayout.SBuckets / PerWord;

    /// <summary>Words whose proofs are summed up together.</summary>
    public const int Together = 64;

    public const int Sums = WordCount / Together;

    /// <summary>What stands in place of an entry where there is none.</summary>
    public const uint Absent = uint.MaxValue;

    /// <summary>Makes the bitfield of the s-buckets that have a proof, and its sums.</summary>
    /// <param name="first">By s-bucket: <see cref="Absent"/> where there is no proof.</param>
    /// <param name="provable">Receives 2,048 words, the first s-bucket in the lowest bit.</param>
    /// <param name="sums">32 sums of the bits of 64 words; 0 before.</param>
    public static void Mark(ArrayView<uint> first, ArrayView<uint> provable, ArrayView<int> sums)
    {
        int stride = Grid.DimX * Group.DimX;
        for (int word = (Grid.IdxX * Group.DimX) + Group.IdxX; word < WordCount; word += stride)
        {
            uint bits = 0;
            for (int i = 0; i < PerWord; i++)
            {
                bits |= first[(word * PerWord) + i] == Absent ? 0 : 1u << i;
            }

            provable[word] = bits;
            Atomic.Add(ref sums[word / Together], IntrinsicMath.BitOperations.PopCount(bits));
        }
    }

    /// <summary>Cuts the bitfield off after 32,768 and lists the s-buckets that the record keeps.</summary>
    /// <param name="provable">From <see cref="Mark"/>.</param>
    /// <param name="sums">From <see cref="Mark"/>.</param>
    /// <param name="encoded">Receives the bitfield of the sector: 2,048 words whose little-endian bytes are its 8,192.</param>
    /// <param name="kept">Receives the s-bucket of each of the 32,768 chunks.</param>
    /// <param name="encodedCount">Receives how many of them, from the first on, are encoded.</param>
    public static void List(ArrayView<uint> provable, ArrayView<int> sums, ArrayView<uint> encoded, ArrayView<ushort> kept, ArrayView<int> encodedCount)
    {
        int stride = Grid.DimX * Group.DimX;
        int all = 0;
        for (int i = 0; i < Sums; i++)
        {
            all += sums[i];
        }

        all = IntrinsicMath.Min(all, RecordLayout.ChunksPerRecord);
        for (int word = (Grid.IdxX * Group.DimX) + Group.IdxX; word < WordCount; word += stride)
        {
            int before = 0;
            for (int i = 0; i < word / Together; i++)
            {
                before += sums[i];
            }

            for (int i = word / Together * Together; i < word; i++)
            {
                before += IntrinsicMath.BitOperations.PopCount(provable[i]);
            }

            before = IntrinsicMath.Min(before, RecordLayout.ChunksPerRecord);
            uint bits = 0;
            for (int i = 0; i < PerWord; i++)
            {
                int sBucket = (word * PerWord) + i;
                if (((provable[word] >> i) & 1) != 0 && before < RecordLayout.ChunksPerRecord)
                {
                    kept[before++] = (ushort)sBucket;
                    bits |= 1u << i;
                }
                else if (all + sBucket - before < RecordLayout.ChunksPerRecord)
                {
                    kept[all + sBucket - before] = (ushort)sBucket;
                }
            }

            encoded[word] = bits;
            if (word == 0)
            {
                encodedCount[0] = all;
            }
        }
    }
}
