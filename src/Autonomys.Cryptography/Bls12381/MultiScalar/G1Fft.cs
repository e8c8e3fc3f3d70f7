using System.Numerics;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.MultiScalar;

/// <summary>
/// The Fourier transform over G1 on the powers of a root of unity of order 2^k: polynomials whose coefficients are points.
/// </summary>
/// <remarks>Immutable; may be used by several threads at once.</remarks>
public sealed class G1Fft
{
    private readonly Scalar[] _powers;
    private readonly Scalar[] _inversePowers;
    private readonly Scalar _inverseSize;

    /// <param name="rootOfUnity">A root of unity whose order is exactly <paramref name="size"/>.</param>
    /// <param name="size">A power of two.</param>
    /// <exception cref="ArgumentException">The size is not a power of two, or the root has another order.</exception>
    public G1Fft(Scalar rootOfUnity, int size)
    {
        if (size < 1 || !BitOperations.IsPow2(size))
        {
            throw new ArgumentException($"A transform has a power of two of points, not {size}.", nameof(size));
        }

        _powers = Powers(rootOfUnity, size);
        Scalar last = _powers[size - 1] * rootOfUnity;
        if (last != Scalar.One || (size > 1 && _powers[size / 2] == Scalar.One))
        {
            throw new ArgumentException($"The root of unity does not have order {size}.", nameof(rootOfUnity));
        }

        _inversePowers = Powers(_powers[size - 1], size);
        _inverseSize = Scalar.FromUInt64((ulong)size).Invert();
    }

    /// <summary>Number of points.</summary>
    public int Size => _powers.Length;

    /// <summary>From coefficients to values at root^0, root^1, …, in place.</summary>
    /// <exception cref="ArgumentException">The length is not the size.</exception>
    public void Forward(Span<G1Point> points, int threads = 1) => Transform(points, _powers, threads);

    /// <summary>From values at root^0, root^1, … to coefficients, in place.</summary>
    /// <exception cref="ArgumentException">The length is not the size.</exception>
    public void Inverse(Span<G1Point> points)
    {
        Transform(points, _inversePowers, threads: 1);
        MultiplyEach(points, Scalar.One, threads: 1);
    }

    /// <summary>
    /// Values of the same polynomial at the points between: from values at root^i to values at shift·root^i, in place.
    /// </summary>
    /// <param name="points">Values at root^0, root^1, ….</param>
    /// <param name="shift">With a square root of the root of unity, source and result interleaved are values at its powers.</param>
    /// <param name="threads">Threads to use at once.</param>
    /// <exception cref="ArgumentException">The length is not the size.</exception>
    public void ToCoset(Span<G1Point> points, Scalar shift, int threads = 1)
    {
        Transform(points, _inversePowers, threads);
        MultiplyEach(points, shift, threads);
        Forward(points, threads);
    }

    private static Scalar[] Powers(Scalar root, int count)
    {
        Scalar[] powers = new Scalar[count];
        powers[0] = Scalar.One;
        for (int i = 1; i < count; i++)
        {
            powers[i] = powers[i - 1] * root;
        }

        return powers;
    }

    /// <summary>Times shift^i over the size.</summary>
    private void MultiplyEach(Span<G1Point> points, Scalar shift, int threads)
    {
        G1Point[] multiples = points.ToArray();
        Scalar[] factors = new Scalar[points.Length];
        Scalar factor = _inverseSize;
        for (int i = 0; i < factors.Length; i++)
        {
            factors[i] = factor;
            factor *= shift;
        }

        G1Batch.Multiply(multiples, factors, factors.Length, threads);
        multiples.CopyTo(points);
    }

    private void Transform(Span<G1Point> points, Scalar[] powers, int threads)
    {
        if (points.Length != powers.Length)
        {
            throw new ArgumentException($"The transform has {powers.Length} points, not {points.Length}.", nameof(points));
        }

        ReverseBits(points);
        G1Point[] turned = new G1Point[points.Length / 2];
        Scalar[] factors = new Scalar[turned.Length];
        for (int half = 1; half < points.Length; half *= 2)
        {
            // All products of a stage do not depend on one another; the first of each butterfly needs none.
            int step = points.Length / (2 * half);
            int count = 0;
            for (int start = 0; start < points.Length; start += 2 * half)
            {
                for (int i = 1; i < half; i++)
                {
                    turned[count] = points[start + i + half];
                    factors[count++] = powers[i * step];
                }
            }

            G1Batch.Multiply(turned, factors, count, threads);
            int next = 0;
            for (int start = 0; start < points.Length; start += 2 * half)
            {
                for (int i = 0; i < half; i++)
                {
                    ref G1Point low = ref points[start + i];
                    ref G1Point high = ref points[start + i + half];
                    G1Point product = i == 0 ? high : turned[next++];
                    high = low - product;
                    low += product;
                }
            }
        }
    }

    private static void ReverseBits(Span<G1Point> points)
    {
        int shift = 32 - BitOperations.Log2((uint)points.Length);
        for (uint i = 0; i < points.Length; i++)
        {
            uint j = shift == 32 ? 0 : ReverseBits(i) >> shift;
            if (i < j)
            {
                (points[(int)i], points[(int)j]) = (points[(int)j], points[(int)i]);
            }
        }
    }

    private static uint ReverseBits(uint value)
    {
        value = ((value >> 1) & 0x55555555) | ((value & 0x55555555) << 1);
        value = ((value >> 2) & 0x33333333) | ((value & 0x33333333) << 2);
        value = ((value >> 4) & 0x0f0f0f0f) | ((value & 0x0f0f0f0f) << 4);
        return System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(value);
    }
}
