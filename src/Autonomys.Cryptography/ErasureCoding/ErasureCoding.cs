using System.Buffers;
using System.Numerics;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.Lanes;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.Cryptography.ErasureCoding;

/// <summary>
/// Reed–Solomon coding over the scalar field: n source shards are the values of a polynomial of degree below n at the n-th roots
/// of unity, n parity shards its values at the other 2n-th roots. Any n of the 2n shards give all of them.
/// </summary>
/// <remarks>
/// All together the shards are interleaved: source, parity, source, parity, … Instances hold no state of a call: share them.
/// The number of shards of a call may be any power of two up to <see cref="MaxShards"/>.
/// </remarks>
public sealed class ErasureCoding
{
    private const string TooManyMissing = "Impossible to recover, too many shards are missing";

    /// <summary>Coding of up to 2^<paramref name="scale"/> shards, source and parity together.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not between 1 and 16.</exception>
    public ErasureCoding(int scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(scale, ScalarFft.MaxLogSize);
        MaxShards = 1 << scale;
    }

    /// <summary>How this machine codes records, in words for people.</summary>
    public static string Implementation => LaneCoding.Best?.Lanes switch
    {
        16 => "16 lanes of 512-bit vectors, 29-bit limbs",
        8 => "8 lanes of 256-bit vectors, 29-bit limbs",
        _ => "scalar, 64-bit limbs",
    };

    /// <summary>Most shards of one call, source and parity together.</summary>
    public int MaxShards { get; }

    /// <summary>Computes the parity shards of the source shards; the two spans may be the same.</summary>
    public void Extend(ReadOnlySpan<Scalar> source, Span<Scalar> parity)
    {
        RequireShards(2L * source.Length);
        RequireLength(parity.Length, source.Length, nameof(parity));
        source.CopyTo(parity);
        ScalarFft.ForSize(source.Length).ExtendToOdd(parity);
    }

    /// <summary>Computes the parity shards of source shards that are bytes, 32 big-endian each; the two spans may be the same.</summary>
    /// <param name="source">The source shards.</param>
    /// <param name="parity">Receives as many.</param>
    /// <param name="invalid">The first source shard that is no integer below the group order; −1 if there is none.</param>
    /// <returns>Whether all were.</returns>
    public bool TryExtend(ReadOnlySpan<byte> source, Span<byte> parity, out int invalid)
    {
        int count = source.Length / Scalar.Size;
        RequireShards(2L * count);
        RequireLength(source.Length, count * Scalar.Size, nameof(source));
        RequireLength(parity.Length, source.Length, nameof(parity));
        invalid = -1;
        Scalar[] rented = ArrayPool<Scalar>.Shared.Rent(count);
        try
        {
            Span<Scalar> scalars = rented.AsSpan(0, count);
            for (int i = 0; i < count; i++)
            {
                if (!Scalar.TryReadInteger(source.Slice(i * Scalar.Size, Scalar.Size), out scalars[i]))
                {
                    invalid = i;
                    return false;
                }
            }

            ScalarFft.ForSize(count).ExtendToOdd(scalars);
            for (int i = 0; i < count; i++)
            {
                scalars[i].WriteInteger(parity.Slice(i * Scalar.Size, Scalar.Size));
            }

            return true;
        }
        finally
        {
            ArrayPool<Scalar>.Shared.Return(rented);
        }
    }

    /// <summary>All shards, interleaved, of those that are present (at least half); absent entries are not looked at.</summary>
    /// <exception cref="ErasureCodingException">More than half are missing, or present shards contradict one another.</exception>
    public void Recover(ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> present, Span<Scalar> recovered)
    {
        RequireLength(recovered.Length, shards.Length, nameof(recovered));
        Scalar[] parity = RecoverCoefficients(shards, present);
        ScalarFft fft = ScalarFft.ForSize(parity.Length);
        fft.Forward(parity);
        Scalar[] source = [.. parity];
        fft.ExtendToOdd(parity);
        RequireAgreement(shards, present, source, parity);
        for (int i = 0; i < source.Length; i++)
        {
            recovered[2 * i] = source[i];
            recovered[(2 * i) + 1] = parity[i];
        }
    }

    /// <summary>The source shards alone, half as many as <paramref name="shards"/>; otherwise as <see cref="Recover"/>.</summary>
    /// <remarks>Present source shards are checked against the result; parity shards beyond the half that is needed are not.</remarks>
    public void RecoverSource(ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> present, Span<Scalar> source)
    {
        RequireLength(source.Length, shards.Length / 2, nameof(source));
        Scalar[] coefficients = RecoverCoefficients(shards, present);
        ScalarFft.ForSize(coefficients.Length).Forward(coefficients);
        RequireAgreement(shards, present, coefficients, []);
        coefficients.CopyTo(source);
    }

    /// <summary>The polynomial whose values the shards are, from at least half of them.</summary>
    /// <remarks>The first half of the present shards decides; the rest are not checked, since no values are computed.</remarks>
    /// <param name="shards">The shards; absent entries are not looked at.</param>
    /// <param name="present">Which there are.</param>
    /// <param name="threads">From 2 on, two threads share the work.</param>
    /// <exception cref="ErasureCodingException">More than half are missing.</exception>
    public Polynomial RecoverPolynomial(ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> present, int threads = 1) =>
        new(RecoverCoefficients(shards, present, threads));

    /// <summary>
    /// The commitments of source and parity records, interleaved, from those of the source records: commitments are linear, so
    /// they extend as the records themselves do.
    /// </summary>
    /// <param name="source">Commitments to the source records.</param>
    /// <param name="threads">Threads to use at once.</param>
    public G1Affine[] ExtendCommitments(ReadOnlySpan<G1Affine> source, int threads = 1)
    {
        RequireShards(2L * source.Length);
        int logSize = BitOperations.Log2((uint)source.Length);
        G1Point[] points = new G1Point[source.Length];
        for (int i = 0; i < points.Length; i++)
        {
            points[i] = source[i];
        }

        G1Fft fft = new(ScalarFft.RootOfUnity(logSize), source.Length);
        fft.ToCoset(points, ScalarFft.RootOfUnity(logSize + 1), threads);
        G1Affine[] parity = new G1Affine[source.Length];
        G1Point.ToAffine(points, parity);
        G1Affine[] all = new G1Affine[2 * source.Length];
        for (int i = 0; i < parity.Length; i++)
        {
            all[2 * i] = source[i];
            all[(2 * i) + 1] = parity[i];
        }

        return all;
    }

    private Scalar[] RecoverCoefficients(ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> present, int threads = 1)
    {
        RequireShards(shards.Length);
        RequireLength(present.Length, shards.Length, nameof(present));
        int half = shards.Length / 2;
        if (present.Count(true) < half)
        {
            throw new ErasureCodingException(TooManyMissing);
        }

        Scalar[] values = new Scalar[half];
        if (AreAllSourcesPresent(present))
        {
            for (int i = 0; i < half; i++)
            {
                values[i] = shards[2 * i];
            }

            ScalarFft.ForSize(half).Inverse(values);
            return values;
        }

        RecoverFromAnyHalf(shards, present, values, threads);
        return values;
    }

    /// <remarks>
    /// Let P be the polynomial and Z the one that vanishes at the n positions not used. P·Z is known at all 2n positions: the
    /// product of the two where a shard is used and zero elsewhere. It has degree below 2n, so an inverse transform gives its
    /// coefficients. P = (P·Z) / Z is then taken at n points where Z has no zero: the n-th roots times a root u of order 4n.
    /// Modulo x^n − u^n, the polynomial of those points, the coefficients fold to n.
    /// </remarks>
    private static void RecoverFromAnyHalf(
        ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> present, Span<Scalar> coefficients, int threads)
    {
        int half = shards.Length / 2;
        int[] unused = new int[half];
        bool[] used = ChooseFirstHalf(present, unused);
        if (LaneCoding.For(half) is { } lanes)
        {
            lanes.Recover(shards, used, unused, coefficients, threads);
        }
        else
        {
            RecoverScalar(shards, used, unused, coefficients);
        }
    }

    /// <summary>Recovery one element at a time.</summary>
    /// <param name="shards">2n shards.</param>
    /// <param name="used">Marks the n that are looked at.</param>
    /// <param name="unused">Positions of the others.</param>
    /// <param name="coefficients">Receives n.</param>
    internal static void RecoverScalar(
        ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> used, ReadOnlySpan<int> unused, Span<Scalar> coefficients)
    {
        int half = coefficients.Length;
        Scalar[] product = new Scalar[shards.Length];
        Scalar[] even = new Scalar[half];
        Scalar[] odd = new Scalar[half];
        VanishingPolynomial.Evaluate(unused, even, odd);
        for (int i = 0; i < shards.Length; i++)
        {
            if (used[i])
            {
                product[i] = shards[i] * ((i & 1) == 0 ? even : odd)[i >> 1];
            }
        }

        ScalarFft fft = ScalarFft.ForSize(half);
        ScalarFft.ForSize(shards.Length).InverseToBitReversed(product);
        Scalar coset = ScalarFft.RootOfUnity(BitOperations.Log2((uint)half) + 2);
        Scalar fold = coset.Pow((ulong)half);
        Scalar[] factors = fft.MakeCosetFactors(coset);

        // Bit-reversed, coefficient i and coefficient i + n are neighbours. Both products carry the factor 2n / n of the transforms.
        for (int i = 0; i < half; i++)
        {
            coefficients[i] = (product[2 * i] + (fold * product[(2 * i) + 1])) * factors[i];
        }

        fft.ForwardFromBitReversed(coefficients);

        // The values at the n-th roots interpolate Z − (x^n − 1).
        fft.InverseToBitReversed(even);
        ScalarFft.MultiplyEach(even, factors);
        fft.ForwardFromBitReversed(even);
        Scalar rest = fold - Scalar.One;
        Scalar two = Scalar.FromUInt64(2);
        foreach (ref Scalar value in even.AsSpan())
        {
            value = (value + rest) * two;
        }

        Scalar.InvertBatch(even);
        ScalarFft.MultiplyEach(coefficients, even);
        fft.InverseScalar(coefficients);
        Scalar back = coset.Invert();
        Scalar power = Scalar.One;
        for (int i = 0; i < half; i++)
        {
            coefficients[i] *= power;
            power *= back;
        }
    }

    // The shards beyond the first half that is present count as missing.
    private static bool[] ChooseFirstHalf(ReadOnlySpan<bool> present, Span<int> unused)
    {
        bool[] used = new bool[present.Length];
        int usedCount = 0;
        int unusedCount = 0;
        for (int i = 0; i < present.Length; i++)
        {
            if (present[i] && usedCount < unused.Length)
            {
                used[i] = true;
                usedCount++;
            }
            else
            {
                unused[unusedCount++] = i;
            }
        }

        return used;
    }

    private static bool AreAllSourcesPresent(ReadOnlySpan<bool> present)
    {
        for (int i = 0; i < present.Length; i += 2)
        {
            if (!present[i])
            {
                return false;
            }
        }

        return true;
    }

    private static void RequireAgreement(
        ReadOnlySpan<Scalar> shards, ReadOnlySpan<bool> present, ReadOnlySpan<Scalar> source, ReadOnlySpan<Scalar> parity)
    {
        for (int i = 0; i < shards.Length; i++)
        {
            ReadOnlySpan<Scalar> values = (i & 1) == 0 ? source : parity;
            if (present[i] && !values.IsEmpty && values[i >> 1] != shards[i])
            {
                throw new ErasureCodingException("Impossible to recover, the shards contradict one another");
            }
        }
    }

    private void RequireShards(long shards)
    {
        if (shards < 2 || shards > MaxShards || !BitOperations.IsPow2(shards))
        {
            throw new ArgumentException($"The number of shards is a power of two from 2 to {MaxShards}, not {shards}.");
        }
    }

    private static void RequireLength(int actual, int expected, string parameter)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"{expected} entries are needed here, not {actual}.", parameter);
        }
    }
}
