using System.Numerics;
using System.Runtime.Intrinsics;

namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>What <see cref="ScalarFft"/> and erasure coding do in vectors of one width.</summary>
internal abstract class LaneCoding
{
    /// <summary>That of the widest vectors of this machine; null where there are none.</summary>
    public static readonly LaneCoding? Best =
        Vector512.IsHardwareAccelerated ? new LaneCoding<Vector512<uint>, Lanes512>()
        : Vector256.IsHardwareAccelerated ? new LaneCoding<Vector256<uint>, Lanes256>()
        : null;

    /// <summary>The best for transforms of a size; null where the plain form has to do them.</summary>
    public static LaneCoding? For(int size) => Best is { } best && size >= best.MinSize ? best : null;

    /// <summary>Elements at once.</summary>
    public abstract int Lanes { get; }

    /// <summary>Smallest transform that can be done so.</summary>
    public abstract int MinSize { get; }

    /// <summary><see cref="ScalarFft.Forward"/>.</summary>
    public abstract void Forward(Span<Scalar> data);

    /// <summary><see cref="ScalarFft.Inverse"/>.</summary>
    public abstract void Inverse(Span<Scalar> data);

    /// <summary><see cref="ScalarFft.ExtendToOdd"/>.</summary>
    public abstract void ExtendToOdd(Span<Scalar> data);

    /// <summary>Coefficients of the polynomial of degree below m with the values of the used ones of 2 m shards.</summary>
    /// <param name="shards">2 m values at the powers of w; a power of two.</param>
    /// <param name="used">Marks m of them.</param>
    /// <param name="unused">Positions of the others, ascending.</param>
    /// <param name="coefficients">Receives m.</param>
    /// <param name="threads">From 2 on, two are used where the work can be divided.</param>
    public abstract void Recover(
        ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> used, ReadOnlySpan<int> unused, Span<Scalar> coefficients, int threads);
}

/// <inheritdoc/>
internal sealed unsafe class LaneCoding<TVector, TOperations> : LaneCoding
    where TVector : unmanaged
    where TOperations : struct, ILaneOperations<TVector>
{
    private const int Limbs = Scalar.ShortLimbs;

    // Scratch of a call, in a buffer of its own: 2^10 elements are at least 576 vectors.
    internal const int LogScratch = 10;

    public override int Lanes => TOperations.Lanes;

    public override int MinSize => TOperations.Lanes * TOperations.Lanes;

    public override void Forward(Span<Scalar> data)
    {
        int logSize = BitOperations.Log2((uint)data.Length);
        using LaneBuffer buffer = LaneBuffer.Rent(logSize);
        using LaneBuffer scratch = LaneBuffer.Rent(LogScratch);
        LoadRows(data, buffer.Data);
        LaneTransform<TVector, TOperations>.ToBitReversed((TVector*)buffer.Data, logSize, logSize, (TVector*)scratch.Data);

        // Value number i is at w̄^i, which is w^−i.
        for (int i = 0; i < data.Length; i++)
        {
            int element = LaneTables<TVector, TOperations>.Reverse((data.Length - i) & (data.Length - 1), logSize);
            data[i] = Scalar.FromShortLimbs(buffer.Data + LaneTables<TVector, TOperations>.ColumnAddress(element), TOperations.Lanes);
        }
    }

    public override void Inverse(Span<Scalar> data)
    {
        int logSize = BitOperations.Log2((uint)data.Length);
        using LaneBuffer buffer = LaneBuffer.Rent(logSize);
        using LaneBuffer scratch = LaneBuffer.Rent(LogScratch);
        TVector* vectors = (TVector*)buffer.Data;
        TVector* inverse = (TVector*)scratch.Data;
        TVector* rest = inverse + Limbs;
        LoadRows(data, buffer.Data);
        LaneTransform<TVector, TOperations>.ToBitReversed(vectors, logSize, logSize, rest);
        Spread(Scalar.FromUInt64((ulong)data.Length).Invert(), inverse);
        for (int group = 0; group < data.Length / TOperations.Lanes; group++)
        {
            TVector* values = vectors + (group * Limbs);
            LaneField<TVector, TOperations>.MultiplySame(values, inverse, values, rest);
        }

        for (int i = 0; i < data.Length; i++)
        {
            int element = LaneTables<TVector, TOperations>.Reverse(i, logSize);
            data[i] = Scalar.FromShortLimbs(buffer.Data + LaneTables<TVector, TOperations>.ColumnAddress(element), TOperations.Lanes);
        }
    }

    public override void ExtendToOdd(Span<Scalar> data)
    {
        int logSize = BitOperations.Log2((uint)data.Length);
        using LaneBuffer buffer = LaneBuffer.Rent(logSize);
        using LaneBuffer scratchBuffer = LaneBuffer.Rent(LogScratch);
        TVector* vectors = (TVector*)buffer.Data;
        TVector* scratch = (TVector*)scratchBuffer.Data;
        LoadRows(data, buffer.Data);
        LaneTransform<TVector, TOperations>.ToBitReversed(vectors, logSize, logSize, scratch);
        MultiplyEach(vectors, LaneTables<TVector, TOperations>.ToOddInColumns(logSize), data.Length, scratch);
        LaneTransform<TVector, TOperations>.FromBitReversed(vectors, logSize, logSize, scratch);
        StoreRows(buffer.Data, data);
    }

    public override void Recover(
        ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> used, ReadOnlySpan<int> unused, Span<Scalar> coefficients, int threads)
    {
        using LaneBuffer scratch = LaneBuffer.Rent(LogScratch);
        LaneRecovery<TVector, TOperations>.Recover(shards, used, unused, coefficients, threads, (TVector*)scratch.Data);
    }

    internal static void Spread(Scalar value, TVector* vectors)
    {
        uint* limbs = stackalloc uint[Limbs];
        LaneTables<TVector, TOperations>.Scale(value).ToShortLimbs(limbs, 1);
        LaneField<TVector, TOperations>.Spread(limbs, vectors);
    }

    internal static void MultiplyEach(TVector* values, LaneBuffer factors, int count, TVector* scratch)
    {
        TVector* factor = (TVector*)factors.Data;
        for (int group = 0; group < count / TOperations.Lanes; group++, values += Limbs, factor += Limbs)
        {
            LaneField<TVector, TOperations>.Multiply(values, factor, values, scratch);
        }
    }

    private static void LoadRows(ReadOnlySpan<Scalar> values, uint* data)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i].ToShortLimbs(data + LaneTables<TVector, TOperations>.RowAddress(i), TOperations.Lanes);
        }
    }

    internal static void StoreRows(uint* data, Span<Scalar> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Scalar.FromShortLimbs(data + LaneTables<TVector, TOperations>.RowAddress(i), TOperations.Lanes);
        }
    }
}
