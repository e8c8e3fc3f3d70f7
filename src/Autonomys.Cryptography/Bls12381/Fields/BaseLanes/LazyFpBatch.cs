using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>Work on many single elements, as many at a time as there are lanes.</summary>
/// <remarks>All spans of a call have one length, at least the number of lanes; the last group may overlap the one before it.</remarks>
internal static class LazyFpBatch<T>
    where T : unmanaged, IDoubles<T>
{
    /// <summary>
    /// products[i] = left[i]·right[i], below 0.53·p in magnitude. Factors may be up to 15.5·p with limbs up to 2^52; they are reduced on the way.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ or are too small.</exception>
    [SkipLocalsInit]
    public static void Multiply(ReadOnlySpan<LazyFp> left, ReadOnlySpan<LazyFp> right, Span<LazyFp> products)
    {
        RequireLengths(left.Length, right.Length);
        RequireLengths(left.Length, products.Length);
        Span<int> offsets = stackalloc int[T.Count];
        FillOffsets(offsets, LazyFp.Words);
        for (int i = 0; i < left.Length; i += T.Count)
        {
            int first = Math.Min(i, left.Length - T.Count);
            LoadLimbs(in left[first], in offsets[0], out FpLanes<T> x);
            FpLanes<T>.Reduce(x, out x);
            LoadLimbs(in right[first], in offsets[0], out FpLanes<T> y);
            FpLanes<T>.Reduce(y, out y);
            FpLanes<T>.Multiply(x, y, out x);
            StoreLimbs(x, ref products[first], in offsets[0]);
        }
    }

    /// <summary>Brings values of up to 15.5·p with limbs up to 2^52 to a hair above p/2 with limbs up to 2^47 and a little.</summary>
    /// <exception cref="ArgumentException">The lengths differ or are too small.</exception>
    [SkipLocalsInit]
    public static void Reduce(ReadOnlySpan<LazyFp> values, Span<LazyFp> reduced)
    {
        RequireLengths(values.Length, reduced.Length);
        Span<int> offsets = stackalloc int[T.Count];
        FillOffsets(offsets, LazyFp.Words);
        for (int i = 0; i < values.Length; i += T.Count)
        {
            int first = Math.Min(i, values.Length - T.Count);
            LoadLimbs(in values[first], in offsets[0], out FpLanes<T> x);
            FpLanes<T>.Reduce(x, out x);
            StoreLimbs(x, ref reduced[first], in offsets[0]);
        }
    }

    /// <summary>From canonical elements, to reduced ones.</summary>
    /// <exception cref="ArgumentException">The lengths differ or are too small.</exception>
    [SkipLocalsInit]
    public static void Load(ReadOnlySpan<Fp> elements, Span<LazyFp> values)
    {
        RequireLengths(elements.Length, values.Length);
        Span<int> words = stackalloc int[T.Count];
        Span<int> offsets = stackalloc int[T.Count];
        FillOffsets(words, Fp.Limbs);
        FillOffsets(offsets, LazyFp.Words);
        for (int i = 0; i < values.Length; i += T.Count)
        {
            int first = Math.Min(i, values.Length - T.Count);
            FpLanes<T>.Load(in elements[first], in words[0], out FpLanes<T> x);
            FpLanes<T>.Reduce(x, out x);
            StoreLimbs(x, ref values[first], in offsets[0]);
        }
    }

    /// <summary>To canonical elements, from values up to 4·p with limbs up to 2^50.</summary>
    /// <exception cref="ArgumentException">The lengths differ or are too small.</exception>
    [SkipLocalsInit]
    public static void Store(ReadOnlySpan<LazyFp> values, Span<Fp> elements)
    {
        RequireLengths(elements.Length, values.Length);
        Span<int> words = stackalloc int[T.Count];
        Span<int> offsets = stackalloc int[T.Count];
        FillOffsets(words, Fp.Limbs);
        FillOffsets(offsets, LazyFp.Words);
        for (int i = 0; i < values.Length; i += T.Count)
        {
            int first = Math.Min(i, values.Length - T.Count);
            LoadLimbs(in values[first], in offsets[0], out FpLanes<T> x);
            FpLanes<T>.Store(x, ref elements[first], in words[0]);
        }
    }

    // SAFETY: both types are eight limbs one after the other and nothing else; the offsets are those of as many elements as there are lanes,
    // which the callers' spans hold from the start on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LoadLimbs(ref readonly LazyFp start, ref readonly int offsets, out FpLanes<T> result)
    {
        Unsafe.SkipInit(out result);
        ref T limbs = ref Unsafe.As<FpLanes<T>, T>(ref result);
        ref ulong words = ref Unsafe.As<LazyFp, ulong>(ref Unsafe.AsRef(in start));
        for (int i = 0; i < FpLanes<T>.Limbs; i++)
        {
            Unsafe.Add(ref limbs, i) = T.Gather(in Unsafe.Add(ref words, i), in offsets);
        }
    }

    // SAFETY: as above.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreLimbs(in FpLanes<T> value, ref LazyFp start, ref readonly int offsets)
    {
        ref T limbs = ref Unsafe.As<FpLanes<T>, T>(ref Unsafe.AsRef(in value));
        ref ulong words = ref Unsafe.As<LazyFp, ulong>(ref start);
        for (int i = 0; i < FpLanes<T>.Limbs; i++)
        {
            T.Scatter(Unsafe.Add(ref limbs, i), ref Unsafe.Add(ref words, i), in offsets);
        }
    }

    private static void FillOffsets(Span<int> offsets, int step)
    {
        for (int lane = 0; lane < offsets.Length; lane++)
        {
            offsets[lane] = lane * step;
        }
    }

    private static void RequireLengths(int length, int other)
    {
        if (length != other || length < T.Count)
        {
            throw new ArgumentException($"Spans of one length of at least {T.Count} are needed, not of {length} and {other}.");
        }
    }
}
