using System.Numerics;

namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>Recovery of a polynomial from half of its shards, in lanes: the algorithm of erasure coding's scalar form, other orders.</summary>
/// <remarks>
/// Values are kept at the powers of w̄ in bit-reversed order, in columns; coefficients in natural order, in rows: so no value is ever
/// moved but by the transforms themselves, and the values of a product at the roots of twice the order are those at
/// the even roots followed by those at the odd ones.
/// </remarks>
internal static unsafe class LaneRecovery<TVector, TOperations>
    where TVector : unmanaged
    where TOperations : struct, ILaneOperations<TVector>
{
    private const int Limbs = Scalar.ShortLimbs;

    private static readonly LaneBuffer?[] CosetFactors = new LaneBuffer?[ScalarFft.MaxLogSize];
    private static readonly LaneBuffer?[] BackFactors = new LaneBuffer?[ScalarFft.MaxLogSize];
    private static readonly Lock Making = new();

    private static int Lanes => TOperations.Lanes;

    public static void Recover(
        ReadOnlySpan<Scalar> shards,
        ReadOnlySpan<bool> used,
        ReadOnlySpan<int> unused,
        Span<Scalar> coefficients,
        int threads,
        TVector* scratch)
    {
        int count = coefficients.Length;
        int logCount = BitOperations.Log2((uint)count);
        int groups = count / Lanes;
        (LaneBuffer toCoset, LaneBuffer back) = Factors(logCount);
        Scalar fold = Coset(logCount).Pow((ulong)count);
        using LaneBuffer productBuffer = LaneBuffer.Rent(logCount + 1);
        using LaneBuffer evenBuffer = LaneBuffer.Rent(logCount);
        using LaneBuffer oddBuffer = LaneBuffer.Rent(logCount);
        TVector* product = (TVector*)productBuffer.Data;
        TVector* even = (TVector*)evenBuffer.Data;
        TVector* odd = (TVector*)oddBuffer.Data;

        // The product has room for the parents of the tree, until the shards come into it.
        LaneVanishing<TVector, TOperations>.Evaluate(unused, logCount, threads, ref even, odd, product, scratch);
        if (even == product)
        {
            new Span<uint>(product, count * Limbs).CopyTo(new Span<uint>(evenBuffer.Data, count * Limbs));
            even = (TVector*)evenBuffer.Data;
        }

        LoadShards(shards, used, productBuffer.Data, logCount + 1);
        for (int group = 0; group < groups; group++)
        {
            int low = group * Limbs;
            int high = (group + groups) * Limbs;
            LaneField<TVector, TOperations>.Multiply(even + low, product + low, product + low, scratch);
            LaneField<TVector, TOperations>.Multiply(odd + low, product + high, product + high, scratch);
        }

        if (threads < 2)
        {
            MoveVanishing(even, logCount, fold, toCoset, scratch);
            MoveProduct(product, logCount, fold, toCoset, scratch);
        }
        else
        {
            // SAFETY: the buffers are this call's, and it waits.
            Task other = Task.Run(() =>
            {
                using LaneBuffer buffer = LaneBuffer.Rent(LaneCoding<TVector, TOperations>.LogScratch);
                MoveVanishing(even, logCount, fold, toCoset, (TVector*)buffer.Data);
            });
            try
            {
                MoveProduct(product, logCount, fold, toCoset, scratch);
            }
            finally
            {
                other.Wait();
            }
        }

        Divide(product, even, odd, groups, scratch);
        LaneTransform<TVector, TOperations>.FromBitReversed(product, logCount, logCount, scratch);
        LaneCoding<TVector, TOperations>.MultiplyEach(product, back, count, scratch);
        LaneCoding<TVector, TOperations>.StoreRows(productBuffer.Data, coefficients);
    }

    /// <summary>From values of the product at the 2n-th roots to its values at the coset's n points, in the first half.</summary>
    private static void MoveProduct(TVector* product, int logCount, Scalar foldValue, LaneBuffer toCoset, TVector* scratch)
    {
        int groups = (1 << logCount) / Lanes;
        TVector* fold = scratch;
        TVector* term = fold + Limbs;
        scratch = term + Limbs;
        LaneCoding<TVector, TOperations>.Spread(foldValue, fold);
        LaneTransform<TVector, TOperations>.FromBitReversed(product, logCount + 1, logCount + 1, scratch);
        TVector* factor = (TVector*)toCoset.Data;
        for (int group = 0; group < groups; group++)
        {
            TVector* low = product + (group * Limbs);
            LaneField<TVector, TOperations>.MultiplySame(low + (groups * Limbs), fold, term, scratch);
            LaneField<TVector, TOperations>.Add(low, term, low);
            LaneField<TVector, TOperations>.Multiply(low, factor + (group * Limbs), low, scratch);
        }

        LaneTransform<TVector, TOperations>.ToBitReversed(product, logCount, logCount, scratch);
    }

    /// <summary>From values of the vanishing polynomial Z at the n-th roots, which interpolate Z − (x^n − 1), to those at the coset's points.</summary>
    private static void MoveVanishing(TVector* even, int logCount, Scalar fold, LaneBuffer toCoset, TVector* scratch)
    {
        int count = 1 << logCount;
        TVector* rest = scratch;
        scratch += Limbs;
        LaneCoding<TVector, TOperations>.Spread(fold - Scalar.One, rest);
        LaneTransform<TVector, TOperations>.FromBitReversed(even, logCount, logCount, scratch);
        LaneCoding<TVector, TOperations>.MultiplyEach(even, toCoset, count, scratch);
        LaneTransform<TVector, TOperations>.ToBitReversed(even, logCount, logCount, scratch);
        for (int group = 0; group < count / Lanes; group++)
        {
            LaneField<TVector, TOperations>.Add(even + (group * Limbs), rest, even + (group * Limbs));
            LaneField<TVector, TOperations>.Reduce(even + (group * Limbs));
        }
    }

    private static Scalar Coset(int logCount) => ScalarFft.RootOfUnity(logCount + 2);

    // Both transforms of the shards' product are without their factor, 1 / 2n and 1 / n.
    private static (LaneBuffer ToCoset, LaneBuffer Back) Factors(int logCount)
    {
        lock (Making)
        {
            Scalar inverse = Scalar.FromUInt64(1UL << logCount).Invert();
            Scalar half = Scalar.FromUInt64(2).Invert();
            return (
                CosetFactors[logCount] ??= LaneTables<TVector, TOperations>.MakeFactors(
                    logCount, Coset(logCount), inverse, LaneTables<TVector, TOperations>.RowAddress),
                BackFactors[logCount] ??= LaneTables<TVector, TOperations>.MakeFactors(
                    logCount, Coset(logCount).Invert(), inverse * half, LaneTables<TVector, TOperations>.RowAddress));
        }
    }

    // Shard number i is at w^i = w̄^−i; those not used count as zero.
    private static void LoadShards(ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> used, uint* data, int logSize)
    {
        for (int i = 0; i < shards.Length; i++)
        {
            int element = LaneTables<TVector, TOperations>.Reverse((shards.Length - i) & (shards.Length - 1), logSize);
            Scalar shard = used[i] ? shards[i] : Scalar.Zero;
            shard.ToShortLimbs(data + LaneTables<TVector, TOperations>.ColumnAddress(element), Lanes);
        }
    }

    /// <summary>Divides each value by its divisor, none of them zero; the divisors' products up to each go to <paramref name="prefixes"/>.</summary>
    private static void Divide(TVector* values, TVector* divisors, TVector* prefixes, int groups, TVector* scratch)
    {
        TVector* product = scratch + (3 * Limbs);
        TVector* inverse = product + Limbs;
        LaneCoding<TVector, TOperations>.Spread(Scalar.One, product);
        for (int group = 0; group < groups; group++)
        {
            new Span<TVector>(product, Limbs).CopyTo(new Span<TVector>(prefixes + (group * Limbs), Limbs));
            LaneField<TVector, TOperations>.Multiply(product, divisors + (group * Limbs), product, scratch);
        }

        InvertLanes((uint*)product);
        for (int group = groups - 1; group >= 0; group--)
        {
            TVector* value = values + (group * Limbs);
            LaneField<TVector, TOperations>.Multiply(product, prefixes + (group * Limbs), inverse, scratch);
            LaneField<TVector, TOperations>.Multiply(product, divisors + (group * Limbs), product, scratch);
            LaneField<TVector, TOperations>.Reduce(value);
            LaneField<TVector, TOperations>.Multiply(value, inverse, value, scratch);
        }
    }

    private static void InvertLanes(uint* group)
    {
        Scalar scale = LaneTables<TVector, TOperations>.Scale(Scalar.One);
        Scalar scaleSquared = scale.Square();
        Span<Scalar> values = stackalloc Scalar[Lanes];
        for (int i = 0; i < Lanes; i++)
        {
            values[i] = Scalar.FromShortLimbs(group + i, Lanes);
        }

        Scalar.InvertBatch(values);
        for (int i = 0; i < Lanes; i++)
        {
            (values[i] * scaleSquared).ToShortLimbs(group + i, Lanes);
        }
    }
}
