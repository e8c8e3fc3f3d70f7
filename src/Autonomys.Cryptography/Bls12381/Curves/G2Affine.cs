using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>
/// A point of y² = x³ + 4(1 + u) over the quadratic field in affine coordinates. <c>default</c> is the identity.
/// </summary>
/// <remarks>The identity is stored as (0, 0), which is not on the curve.</remarks>
public readonly struct G2Affine : IEquatable<G2Affine>
{
    /// <summary>Length of the compressed form.</summary>
    public const int CompressedSize = 96;

    internal readonly Fp2 X;
    internal readonly Fp2 Y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal G2Affine(in Fp2 x, in Fp2 y)
    {
        X = x;
        Y = y;
    }

    public static G2Affine Identity => default;

    /// <summary>The generator of the standard.</summary>
    public static G2Affine Generator => new(
        new Fp2(
            new Fp(0xf5f28fa202940a10, 0xb3f5fb2687b4961a, 0xa1a893b53e2ae580, 0x9894999d1a3caee9, 0x6f67b7631863366b, 0x058191924350bcd7),
            new Fp(0xa5a9c0759e23f606, 0xaaa0c59dbccd60c3, 0x3bb17e18e2867806, 0x1b1ab6cc8541b367, 0xc2b6ed0ef2158547, 0x11922a097360edf3)),
        new Fp2(
            new Fp(0x4c730af860494c4a, 0x597cfa1f5e369c5a, 0xe7e6856caa0a635a, 0xbbefb5e96e0d495f, 0x07d3a975f0ef25a2, 0x0083fd8e7e80dae5),
            new Fp(0xadc0fc92df64b05d, 0x18aa270a2b1461dc, 0x86adac6a3be4eba0, 0x79495c4ec93da33a, 0xe7175850a43ccaed, 0x0b2bc2a163de1bf2)));

    public bool IsIdentity => X.IsZero && Y.IsZero;

    /// <summary>
    /// Reads a compressed point: false unless it has 96 bytes, is encoded in the one valid way, lies on the curve and in the
    /// subgroup of prime order.
    /// </summary>
    public static bool TryFromCompressed(ReadOnlySpan<byte> compressed, out G2Affine point)
    {
        if (TryFromCompressedUnchecked(compressed, out point) && point.IsInSubgroup())
        {
            return true;
        }

        point = default;
        return false;
    }

    /// <summary>As <see cref="TryFromCompressed"/> without the subgroup check: for bytes whose hash is known.</summary>
    public static bool TryFromCompressedUnchecked(ReadOnlySpan<byte> compressed, out G2Affine point)
    {
        point = default;
        if (compressed.Length != CompressedSize)
        {
            return false;
        }

        Span<byte> coordinate = stackalloc byte[CompressedSize];
        CompressedFlags flags = CompressedFlags.Read(compressed, coordinate);
        if (!flags.IsValid || flags.IsIdentity)
        {
            return flags.IsValid;
        }

        if (!Fp2.TryFromBytes(coordinate, out Fp2 x))
        {
            return false;
        }

        RightHandSide(x, out Fp2 square);
        if (!Fp2.TrySquareRoot(square, out Fp2 y))
        {
            return false;
        }

        if (y.IsLargerThanNegative != flags.IsLarger)
        {
            Fp2.Negate(y, out y);
        }

        point = new G2Affine(x, y);
        return true;
    }

    /// <summary>Writes the 96-byte compressed form.</summary>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public void ToCompressed(Span<byte> compressed)
    {
        if (compressed.Length != CompressedSize)
        {
            throw new ArgumentException($"A compressed point of G2 has {CompressedSize} bytes, not {compressed.Length}.", nameof(compressed));
        }

        X.ToBytes(compressed);
        CompressedFlags.Write(compressed, IsIdentity, Y.IsLargerThanNegative);
    }

    public byte[] ToCompressed()
    {
        byte[] compressed = new byte[CompressedSize];
        ToCompressed(compressed);
        return compressed;
    }

    public G2Point ToPoint() => this;

    public static G2Affine operator -(in G2Affine point)
    {
        Fp2.Negate(point.Y, out Fp2 y);
        return new G2Affine(point.X, y);
    }

    public static bool operator ==(in G2Affine left, in G2Affine right) => left.Equals(right);

    public static bool operator !=(in G2Affine left, in G2Affine right) => !left.Equals(right);

    public bool Equals(G2Affine other) => X.Equals(other.X) && Y.Equals(other.Y);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is G2Affine other && Equals(other);

    public override int GetHashCode() => X.GetHashCode();

    /// <summary>The compressed form in lower-case hex.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToCompressed());

    internal bool IsOnCurve()
    {
        RightHandSide(X, out Fp2 right);
        Fp2.Square(Y, out Fp2 left);
        return IsIdentity || left.Equals(right);
    }

    /// <summary>Whether a point of the curve is in the subgroup of prime order r.</summary>
    /// <remarks>
    /// There the untwisted and twisted p-th power map multiplies by z and outside it never does (Scott, "A note on group membership
    /// tests for G1, G2 and GT on BLS pairing-friendly curves", 2021).
    /// </remarks>
    internal bool IsInSubgroup()
    {
        if (IsIdentity)
        {
            return true;
        }

        Jacobian<Fp2>.MultiplyByParameter(new Jacobian<Fp2>(X, Y, Fp2.One), out Jacobian<Fp2> point);
        Fp2.Conjugate(X, out Fp2 x);
        Fp2.Multiply(x, EndomorphismX, out x);
        Fp2.Conjugate(Y, out Fp2 y);
        Fp2.Multiply(y, EndomorphismY, out y);

        // The multiplication was by |z| and z is negative.
        Fp2.Negate(y, out y);
        return point.EqualsAffine(x, y);
    }

    /// <summary>(1 + u)^(-(p - 1)/3).</summary>
    private static Fp2 EndomorphismX => new(
        default,
        new Fp(0x890dc9e4867545c3, 0x2af322533285a5d5, 0x50880866309b7e2c, 0xa20d1b8c7e881024, 0x14e4f04fe2db9068, 0x14e56d3f1564853a));

    /// <summary>(1 + u)^(-(p - 1)/2).</summary>
    private static Fp2 EndomorphismY => new(
        new Fp(0x3e2f585da55c9ad1, 0x4294213d86c18183, 0x382844c88b623732, 0x92ad2afd19103e18, 0x1d794e4fac7cf0b9, 0x0bd592fc7d825ec8),
        new Fp(0x7bcfa7a25aa30fda, 0xdc17dec12a927e7c, 0x2f088dd86b4ebef1, 0xd1ca2087da74d4a7, 0x2da2596696cebc1d, 0x0e2b7eedbbfd87d2));

    /// <summary>x³ + 4(1 + u).</summary>
    private static void RightHandSide(in Fp2 x, out Fp2 result)
    {
        Fp four = Fp.FromUInt64(4);
        Fp2.Square(x, out result);
        Fp2.Multiply(result, x, out result);
        Fp2.Add(result, new Fp2(four, four), out result);
    }
}
