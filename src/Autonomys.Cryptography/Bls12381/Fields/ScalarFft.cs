using System.Buffers.Binary;
using System.Numerics;
using Autonomys.Cryptography.Bls12381.Fields.Lanes;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>
/// Discrete Fourier transforms over the roots of unity of the scalar field: coefficients of a polynomial to its values
/// at 1, w, w², … and back, in place. One instance per size, shared by all threads.
/// </summary>
/// <remarks>
/// w is 7 to the power (r − 1) / size. Radix 2: decimation in time takes bit-reversed input to natural output, decimation in
/// frequency natural input to bit-reversed output; a caller that goes there and back needs no permutation.
/// All sizes read one table of roots, made once: the roots of a butterfly of half-width h lie at [h, 2h), so every
/// loop walks contiguous memory. This is the plain form; what <see cref="LaneCoding"/> does in vectors equals it.
/// </remarks>
public sealed class ScalarFft
{
    /// <summary>Binary logarithm of the largest size.</summary>
    public const int MaxLogSize = 16;

    // 7 to the power (r − 1) / 2^32, big-endian: a primitive 2^32-th root of unity.
    private const string RootOfTwoToThe32 = "16a2a19edfe81f20d09b681922c813b4b63683508c2280b93829971f439f0d2b";

    private static readonly Lazy<Scalar[]> SharedRoots = new(MakeRoots);

    private static readonly ScalarFft?[] Cache = new ScalarFft?[MaxLogSize + 1];

    private readonly Scalar[] _roots;
    private readonly Scalar _inverseOfSize;
    private readonly Lazy<Scalar[]> _oddFactors;

    private ScalarFft(int logSize)
    {
        LogSize = logSize;
        _roots = SharedRoots.Value;
        _inverseOfSize = Scalar.FromUInt64((ulong)Size).Invert();
        _oddFactors = new Lazy<Scalar[]>(() => MakeCosetFactors(RootOfUnity(logSize + 1)));
    }

    public int LogSize { get; }

    /// <summary>Number of roots, and of values that are transformed.</summary>
    public int Size => 1 << LogSize;

    /// <summary>The transform of a size that is a power of two up to 2^16.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The size is another number.</exception>
    public static ScalarFft ForSize(int size)
    {
        if (size <= 0 || !BitOperations.IsPow2(size) || size > 1 << MaxLogSize)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"A transform has a power of two up to {1 << MaxLogSize} as its size.");
        }

        // Two threads may both make an instance; either will do.
        int logSize = BitOperations.Log2((uint)size);
        return Volatile.Read(ref Cache[logSize]) ?? (Cache[logSize] = new ScalarFft(logSize));
    }

    /// <summary>A primitive root of unity of order 2^<paramref name="logSize"/>, up to 2^32.</summary>
    public static Scalar RootOfUnity(int logSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(logSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logSize, 32);
        Scalar root = Scalar.FromBytes(Convert.FromHexString(RootOfTwoToThe32));
        for (int i = logSize; i < 32; i++)
        {
            root = root.Square();
        }

        return root;
    }

    /// <summary>w to the power <paramref name="index"/>, the point where value number <paramref name="index"/> is taken.</summary>
    public Scalar RootAt(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Size);
        int half = Size / 2;
        return half == 0 ? Scalar.One : index < half ? _roots[half + index] : -_roots[index];
    }

    /// <summary>Coefficients to values.</summary>
    public void Forward(Span<Scalar> data)
    {
        RequireSize(data);
        if (LaneCoding.For(Size) is { } lanes)
        {
            lanes.Forward(data);
            return;
        }

        ForwardScalar(data);
    }

    /// <summary>Values to coefficients.</summary>
    public void Inverse(Span<Scalar> data)
    {
        RequireSize(data);
        if (LaneCoding.For(Size) is { } lanes)
        {
            lanes.Inverse(data);
            return;
        }

        InverseScalar(data);
    }

    /// <summary>
    /// Values of a polynomial of degree below the size at 1, w, w², … to its values half a step further on, at v, v³, v⁵, …
    /// where v² = w: what stands at the odd positions when the values themselves stand at the even ones of twice the size.
    /// </summary>
    public void ExtendToOdd(Span<Scalar> data)
    {
        RequireSize(data);
        if (LaneCoding.For(Size) is { } lanes)
        {
            lanes.ExtendToOdd(data);
            return;
        }

        ExtendToOddScalar(data);
    }

    /// <summary><see cref="Forward"/>, one element at a time.</summary>
    internal void ForwardScalar(Span<Scalar> data)
    {
        PermuteBitReversed(data);
        ForwardFromBitReversed(data);
    }

    /// <summary><see cref="Inverse"/>, one element at a time.</summary>
    internal void InverseScalar(Span<Scalar> data)
    {
        InverseToBitReversed(data);
        PermuteBitReversed(data);
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = Scalar.Multiply(data[i], _inverseOfSize);
        }
    }

    /// <summary><see cref="ExtendToOdd"/>, one element at a time.</summary>
    internal void ExtendToOddScalar(Span<Scalar> data)
    {
        InverseToBitReversed(data);
        MultiplyEach(data, _oddFactors.Value);
        ForwardFromBitReversed(data);
    }

    /// <summary>1 / size, which <see cref="InverseToBitReversed"/> leaves to its caller.</summary>
    internal Scalar InverseOfSize => _inverseOfSize;

    /// <summary>Coefficients in bit-reversed order to values in natural order.</summary>
    internal void ForwardFromBitReversed(Span<Scalar> data)
    {
        RequireSize(data);
        for (int half = 1; half < data.Length; half *= 2)
        {
            ReadOnlySpan<Scalar> roots = _roots.AsSpan(half, half);
            for (int start = 0; start < data.Length; start += 2 * half)
            {
                ButterfliesInTime(data.Slice(start, half), data.Slice(start + half, half), roots);
            }
        }
    }

    /// <summary>Values in natural order to coefficients in bit-reversed order, times the size.</summary>
    internal void InverseToBitReversed(Span<Scalar> data)
    {
        RequireSize(data);
        for (int half = data.Length / 2; half >= 1; half /= 2)
        {
            ReadOnlySpan<Scalar> roots = _roots.AsSpan(half, half);
            for (int start = 0; start < data.Length; start += 2 * half)
            {
                InverseButterfliesInFrequency(data.Slice(start, half), data.Slice(start + half, half), roots);
            }
        }
    }

    internal static void PermuteBitReversed(Span<Scalar> data)
    {
        int shift = 32 - BitOperations.Log2((uint)data.Length);
        for (int i = 1; i < data.Length - 1; i++)
        {
            int j = (int)(ReverseBits((uint)i) >> shift);
            if (i < j)
            {
                (data[i], data[j]) = (data[j], data[i]);
            }
        }
    }

    internal static uint ReverseBits(uint value)
    {
        value = ((value >> 1) & 0x55555555) | ((value & 0x55555555) << 1);
        value = ((value >> 2) & 0x33333333) | ((value & 0x33333333) << 2);
        value = ((value >> 4) & 0x0f0f0f0f) | ((value & 0x0f0f0f0f) << 4);
        return BinaryPrimitives.ReverseEndianness(value);
    }

    // (a, b) becomes (a + w^j b, a − w^j b); w^0 needs no multiplication.
    private static void ButterfliesInTime(Span<Scalar> low, Span<Scalar> high, ReadOnlySpan<Scalar> roots)
    {
        Scalar first = low[0];
        low[0] = first + high[0];
        high[0] = first - high[0];
        for (int j = 1; j < low.Length; j++)
        {
            Scalar a = low[j];
            Scalar b = Scalar.Multiply(high[j], roots[j]);
            low[j] = a + b;
            high[j] = a - b;
        }
    }

    // (a, b) becomes (a + b, (a − b) w^−j); w^−j is −w^(half − j), so one table serves both directions.
    private static void InverseButterfliesInFrequency(Span<Scalar> low, Span<Scalar> high, ReadOnlySpan<Scalar> roots)
    {
        Scalar first = low[0];
        low[0] = first + high[0];
        high[0] = first - high[0];
        for (int j = 1; j < low.Length; j++)
        {
            Scalar a = low[j];
            Scalar b = high[j];
            low[j] = a + b;
            high[j] = Scalar.Multiply(b - a, roots[roots.Length - j]);
        }
    }

    /// <summary>Multiplies each value by its factor, in place.</summary>
    internal static void MultiplyEach(Span<Scalar> data, ReadOnlySpan<Scalar> factors)
    {
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = Scalar.Multiply(data[i], factors[i]);
        }
    }

    /// <summary>Powers of a base over the size, in bit-reversed order: what moves coefficients so ordered onto a coset.</summary>
    internal Scalar[] MakeCosetFactors(Scalar coset)
    {
        Scalar[] factors = new Scalar[Size];
        Scalar power = _inverseOfSize;
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = power;
            power *= coset;
        }

        PermuteBitReversed(factors);
        return factors;
    }

    private void RequireSize(ReadOnlySpan<Scalar> data)
    {
        if (data.Length != Size)
        {
            throw new ArgumentException($"This transform takes {Size} scalars, not {data.Length}.", nameof(data));
        }
    }

    private static Scalar[] MakeRoots()
    {
        Scalar[] roots = new Scalar[1 << MaxLogSize];
        int half = roots.Length / 2;
        Scalar root = RootOfUnity(MaxLogSize);
        Scalar power = Scalar.One;
        for (int j = 0; j < half; j++)
        {
            roots[half + j] = power;
            power *= root;
        }

        // The roots of half the order are every second one.
        for (int i = half - 1; i >= 1; i--)
        {
            roots[i] = roots[2 * i];
        }

        return roots;
    }
}
