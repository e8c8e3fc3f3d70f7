using Autonomys.Gpu.Kernels.Fields;
using ILGPU;

namespace Autonomys.Gpu.Kernels.Points;

/// <summary>
/// Σ scalar[i]·point[i] with the tables of <see cref="Cryptography.Bls12381.MultiScalar.FixedBaseMsm"/>: signed digits, table entries sorted by
/// bucket, a thread for each bucket, and the weighted sum of the buckets by runs.
/// </summary>
/// <remarks>Within a bucket the order is as the atomics have it: the sum, a group element, does not depend on it.</remarks>
internal static class MsmKernel
{
    /// <summary>Cuts scalars into signed digits and counts how many fall into each bucket.</summary>
    /// <param name="scalars">Scalars in Montgomery form.</param>
    /// <param name="digits">Window after window, the digit of each scalar.</param>
    /// <param name="counts">Cleared; bucket b is that of the digits ±(b + 1).</param>
    /// <param name="width">Bits of a digit, 2 to 16.</param>
    public static void Digits(ArrayView<DeviceScalar> scalars, ArrayView<int> digits, ArrayView<int> counts, int width)
    {
        int count = scalars.IntLength;
        int windows = digits.IntLength / count;
        int half = 1 << (width - 1);
        uint mask = (1u << width) - 1;
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < count; i += stride)
        {
            DeviceScalar rest = DeviceScalar.Multiply(scalars[i], DeviceScalar.IntegerOne);
            int carry = 0;
            for (int window = 0; window < windows; window++)
            {
                int digit = (int)(rest.Word0 & mask) + carry;
                carry = digit > half ? 1 : 0;
                digit -= carry << width;
                rest = ShiftRight(rest, width);
                digits[(window * count) + i] = digit;
                if (digit != 0)
                {
                    Atomic.Add(ref counts[(digit < 0 ? -digit : digit) - 1], 1);
                }
            }
        }
    }

    /// <summary>Where each bucket's list begins: sums of the counts before it. One group.</summary>
    /// <param name="counts">The counts; overwritten with the same as <paramref name="starts"/>, to be advanced while the lists are filled.</param>
    /// <param name="starts">One more than there are counts; the last is the number of all.</param>
    public static void Starts(ArrayView<int> counts, ArrayView<int> starts)
    {
        const int MaxThreads = 1024;
        ArrayView<int> sums = SharedMemory.Allocate<int>(MaxThreads);
        int run = (counts.IntLength + Group.DimX - 1) / Group.DimX;
        int first = IntrinsicMath.Min(Group.IdxX * run, counts.IntLength);
        int end = IntrinsicMath.Min(first + run, counts.IntLength);
        int sum = 0;
        for (int i = first; i < end; i++)
        {
            sum += counts[i];
        }

        sums[Group.IdxX] = sum;
        Group.Barrier();
        int start = 0;
        for (int i = 0; i < Group.IdxX; i++)
        {
            start += sums[i];
        }

        for (int i = first; i < end; i++)
        {
            int own = counts[i];
            starts[i] = start;
            counts[i] = start;
            start += own;
        }

        if (Group.IdxX == Group.DimX - 1)
        {
            starts[counts.IntLength] = start;
        }
    }

    /// <summary>Lists, bucket after bucket, the table entries to add: 2·entry, plus one where its negative is meant.</summary>
    /// <param name="digits">Window after window, the digit of each scalar.</param>
    /// <param name="next">Where each bucket's list goes on; advanced.</param>
    /// <param name="summands">Receives the lists.</param>
    /// <param name="count">Number of scalars.</param>
    /// <param name="tableCount">Points of a table, at least as many.</param>
    /// <param name="logReversed">
    /// Where positive, the scalars are 2^logReversed and in bit-reversed order, as an inverse transform leaves them.
    /// </param>
    public static void Sort(ArrayView<int> digits, ArrayView<int> next, ArrayView<int> summands, int count, int tableCount, int logReversed)
    {
        int stride = Grid.DimX * Group.DimX;
        for (int i = (Grid.IdxX * Group.DimX) + Group.IdxX; i < digits.IntLength; i += stride)
        {
            int digit = digits[i];
            if (digit != 0)
            {
                int window = i / count;
                int scalar = i - (window * count);
                int point = logReversed > 0 ? (int)(ReverseBits((uint)scalar) >> (32 - logReversed)) : scalar;
                int place = Atomic.Add(ref next[(digit < 0 ? -digit : digit) - 1], 1);
                summands[place] = (2 * ((window * tableCount) + point)) + (digit < 0 ? 1 : 0);
            }
        }
    }

    /// <summary>The sum of each bucket's list.</summary>
    public static void SumBuckets(ArrayView<DeviceAffine> tables, ArrayView<int> starts, ArrayView<int> summands, ArrayView<DevicePoint> buckets)
    {
        int stride = Grid.DimX * Group.DimX;
        for (int bucket = (Grid.IdxX * Group.DimX) + Group.IdxX; bucket < buckets.IntLength; bucket += stride)
        {
            DevicePoint sum = default;
            int end = starts[bucket + 1];
            for (int i = starts[bucket]; i < end; i++)
            {
                int summand = summands[i];
                sum = DevicePoint.Add(sum, tables[summand >> 1], (summand & 1) != 0);
            }

            buckets[bucket] = sum;
        }
    }

    /// <summary>Of each run of neighbouring buckets the plain sum, and the sum in which the first bucket counts once, the second twice, …</summary>
    /// <param name="buckets">The buckets, a whole number of runs.</param>
    /// <param name="plain">A point for each run.</param>
    /// <param name="weighted">A point for each run.</param>
    public static void SumRuns(ArrayView<DevicePoint> buckets, ArrayView<DevicePoint> plain, ArrayView<DevicePoint> weighted)
    {
        int length = buckets.IntLength / plain.IntLength;
        int stride = Grid.DimX * Group.DimX;
        for (int run = (Grid.IdxX * Group.DimX) + Group.IdxX; run < plain.IntLength; run += stride)
        {
            // From the last bucket on, running += bucket and sum += running in turn: one addition in the code for both.
            DevicePoint running = default;
            DevicePoint sum = default;
            for (int step = (2 * length) - 1; step >= 0; step--)
            {
                bool isBucket = (step & 1) != 0;
                DevicePoint left = isBucket ? buckets[(run * length) + (step >> 1)] : sum;
                DevicePoint result = DevicePoint.Add(left, running);
                if (isBucket)
                {
                    running = result;
                }
                else
                {
                    sum = result;
                }
            }

            plain[run] = running;
            weighted[run] = sum;
        }
    }

    private static DeviceScalar ShiftRight(DeviceScalar value, int bits) => new(
        (value.Word0 >> bits) | (value.Word1 << (32 - bits)),
        (value.Word1 >> bits) | (value.Word2 << (32 - bits)),
        (value.Word2 >> bits) | (value.Word3 << (32 - bits)),
        (value.Word3 >> bits) | (value.Word4 << (32 - bits)),
        (value.Word4 >> bits) | (value.Word5 << (32 - bits)),
        (value.Word5 >> bits) | (value.Word6 << (32 - bits)),
        (value.Word6 >> bits) | (value.Word7 << (32 - bits)),
        value.Word7 >> bits);

    private static uint ReverseBits(uint value)
    {
        value = ((value >> 1) & 0x55555555) | ((value & 0x55555555) << 1);
        value = ((value >> 2) & 0x33333333) | ((value & 0x33333333) << 2);
        value = ((value >> 4) & 0x0f0f0f0f) | ((value & 0x0f0f0f0f) << 4);
        return Words.Reverse(value);
    }
}
