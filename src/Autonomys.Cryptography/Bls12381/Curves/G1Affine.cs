using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>
/// A point of y² = x³ + 4 over the base field in affine coordinates: what commitments and witnesses are. <c>default</c> is the identity.
/// </summary>
/// <remarks>The identity is stored as (0, 0), which is not on the curve.</remarks>
public readonly struct G1Affine : IEquatable<G1Affine>
{
    /// <summary>Length of the compressed form.</summary>
    public const int CompressedSize = 48;

    internal readonly Fp X;
    internal readonly Fp Y;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal G1Affine(in Fp x, in Fp y)
    {
        X = x;
        Y = y;
    }

    public static G1Affine Identity => default;

    /// <summary>The generator of the standard.</summary>
    public static G1Affine Generator => new(
        new Fp(0x5cb38790fd530c16, 0x7817fc679976fff5, 0x154f95c7143ba1c1, 0xf0ae6acdf3d0e747, 0xedce6ecc21dbf440, 0x120177419e0bfb75),
        new Fp(0xbaac93d50ce72271, 0x8c22631a7918fd8e, 0xdd595f13570725ce, 0x51ac582950405194, 0x0e1c8c3fad0059c0, 0x0bbc3efc5008a26a));

    public bool IsIdentity => X.IsZero && Y.IsZero;

    /// <summary>
    /// Reads a compressed point: false unless it has 48 bytes, is encoded in the one valid way, lies on the curve and in the
    /// subgroup of prime order.
    /// </summary>
    public static bool TryFromCompressed(ReadOnlySpan<byte> compressed, out G1Affine point)
    {
        if (TryFromCompressedUnchecked(compressed, out point) && point.IsInSubgroup())
        {
            return true;
        }

        point = default;
        return false;
    }

    /// <summary>
    /// As <see cref="TryFromCompressed"/> without the subgroup check: for bytes whose hash is known, or before <see cref="AreInSubgroup"/>.
    /// </summary>
    public static bool TryFromCompressedUnchecked(ReadOnlySpan<byte> compressed, out G1Affine point)
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

        if (!Fp.TryFromBytes(coordinate, out Fp x))
        {
            return false;
        }

        RightHandSide(x, out Fp square);
        if (!Fp.TrySquareRoot(square, out Fp y))
        {
            return false;
        }

        if (y.IsLargerThanNegative != flags.IsLarger)
        {
            Fp.Negate(y, out y);
        }

        point = new G1Affine(x, y);
        return true;
    }

    /// <summary>Whether all points of the curve are in the subgroup of prime order: for many at once, several times faster.</summary>
    public static bool AreInSubgroup(ReadOnlySpan<G1Affine> points) => G1Subgroup.ContainsAll(points);

    /// <summary>Writes the 48-byte compressed form.</summary>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public void ToCompressed(Span<byte> compressed)
    {
        if (compressed.Length != CompressedSize)
        {
            throw new ArgumentException($"A compressed point of G1 has {CompressedSize} bytes, not {compressed.Length}.", nameof(compressed));
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

    public G1Point ToPoint() => this;

    public static G1Affine operator -(in G1Affine point)
    {
        Fp.Negate(point.Y, out Fp y);
        return new G1Affine(point.X, y);
    }

    public static bool operator ==(in G1Affine left, in G1Affine right) => left.Equals(right);

    public static bool operator !=(in G1Affine left, in G1Affine right) => !left.Equals(right);

    public bool Equals(G1Affine other) => X.Equals(other.X) && Y.Equals(other.Y);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is G1Affine other && Equals(other);

    public override int GetHashCode() => X.GetHashCode();

    /// <summary>The compressed form in lower-case hex.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToCompressed());

    internal bool IsOnCurve()
    {
        RightHandSide(X, out Fp right);
        Fp.Square(Y, out Fp left);
        return IsIdentity || left.Equals(right);
    }

    /// <summary>Whether a point of the curve is in the subgroup of prime order r.</summary>
    /// <remarks>
    /// There the endomorphism (x, y) → (βx, y) multiplies by -z² and outside it never does (Scott, "A note on group membership
    /// tests for G1, G2 and GT on BLS pairing-friendly curves", 2021): two multiplications by 64-bit z instead of one by r.
    /// </remarks>
    internal bool IsInSubgroup()
    {
        if (IsIdentity)
        {
            return true;
        }

        Jacobian<Fp> point = new(X, Y, Fp.One);
        Jacobian<Fp>.MultiplyByParameter(point, out point);
        Jacobian<Fp>.MultiplyByParameter(point, out point);
        Fp.Multiply(X, G1Endomorphism.Beta, out Fp x);
        Fp.Negate(Y, out Fp y);
        return point.EqualsAffine(x, y);
    }

    /// <summary>x³ + 4.</summary>
    private static void RightHandSide(in Fp x, out Fp result)
    {
        Fp.Square(x, out result);
        Fp.Multiply(result, x, out result);
        Fp.Add(
            result,
            new Fp(0xaa270000000cfff3, 0x53cc0032fc34000a, 0x478fe97a6b0a807f, 0xb1d37ebee6ba24d7, 0x8ec9733bbf78ab2f, 0x09d645513d83de7e),
            out result);
    }
}
