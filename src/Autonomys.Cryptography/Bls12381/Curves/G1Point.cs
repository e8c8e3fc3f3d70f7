using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>A point of G1 in Jacobian coordinates, for sums and multiples. <c>default</c> is the identity.</summary>
public readonly struct G1Point : IEquatable<G1Point>
{
    internal readonly Jacobian<Fp> Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal G1Point(in Jacobian<Fp> value) => Value = value;

    public static G1Point Identity => default;

    public static G1Point Generator => G1Affine.Generator;

    public bool IsIdentity => Value.IsIdentity;

    /// <summary>
    /// The point (X/ZZ, Y/ZZZ), ZZ³ = ZZZ², from these four as they lie in memory: limbs in Montgomery form, below p. ZZ = 0 is the identity.
    /// </summary>
    /// <exception cref="ArgumentException">The length is not that of four coordinates, 192 bytes.</exception>
    public static G1Point FromExtended(ReadOnlySpan<byte> coordinates)
    {
        if (coordinates.Length != 4 * Fp.Size)
        {
            throw new ArgumentException($"Four coordinates have {4 * Fp.Size} bytes, not {coordinates.Length}.", nameof(coordinates));
        }

        ReadOnlySpan<Fp> values = MemoryMarshal.Cast<byte, Fp>(coordinates);
        Fp.Multiply(values[0], values[2], out Fp x);
        Fp.Multiply(values[1], values[3], out Fp y);
        return values[2].IsZero ? default : new G1Point(new Jacobian<Fp>(x, y, values[2]));
    }

    public static implicit operator G1Point(in G1Affine point) =>
        point.IsIdentity ? default : new G1Point(new Jacobian<Fp>(point.X, point.Y, Fp.One));

    public static G1Point operator +(in G1Point left, in G1Point right)
    {
        Jacobian<Fp>.Add(left.Value, right.Value, out Jacobian<Fp> result);
        return new G1Point(result);
    }

    public static G1Point operator +(in G1Point left, in G1Affine right)
    {
        if (right.IsIdentity)
        {
            return left;
        }

        Jacobian<Fp>.AddAffine(left.Value, right.X, right.Y, out Jacobian<Fp> result);
        return new G1Point(result);
    }

    public static G1Point operator -(in G1Point point)
    {
        Jacobian<Fp>.Negate(point.Value, out Jacobian<Fp> result);
        return new G1Point(result);
    }

    public static G1Point operator -(in G1Point left, in G1Point right) => left + -right;

    public static G1Point operator *(in G1Point point, Scalar scalar) => point.Multiply(scalar);

    public static bool operator ==(in G1Point left, in G1Point right) => left.Equals(right);

    public static bool operator !=(in G1Point left, in G1Point right) => !left.Equals(right);

    /// <summary>Affine forms of many points with one inversion.</summary>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public static void ToAffine(ReadOnlySpan<G1Point> points, Span<G1Affine> affine)
    {
        if (affine.Length != points.Length)
        {
            throw new ArgumentException($"{points.Length} points need as many places, not {affine.Length}.", nameof(affine));
        }

        Fp[] rented = ArrayPool<Fp>.Shared.Rent(2 * points.Length);
        Span<Fp> inverses = rented.AsSpan(0, points.Length);
        for (int i = 0; i < points.Length; i++)
        {
            inverses[i] = points[i].Value.Z;
        }

        BatchInversion.Invert(inverses, rented.AsSpan(points.Length));
        for (int i = 0; i < points.Length; i++)
        {
            points[i].Value.ToAffine(inverses[i], out Fp x, out Fp y);
            affine[i] = new G1Affine(x, y);
        }

        ArrayPool<Fp>.Shared.Return(rented);
    }

    public G1Point Double()
    {
        Jacobian<Fp>.Double(Value, out Jacobian<Fp> result);
        return new G1Point(result);
    }

    public G1Point Multiply(Scalar scalar)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        scalar.ToCanonicalLimbs(limbs);
        Jacobian<Fp>.Multiply(Value, limbs, out Jacobian<Fp> result);
        return new G1Point(result);
    }

    public G1Affine ToAffine()
    {
        Value.ToAffine(out Fp x, out Fp y);
        return new G1Affine(x, y);
    }

    public bool Equals(G1Point other) => Value.EqualsJacobian(other.Value);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is G1Point other && Equals(other);

    public override int GetHashCode() => ToAffine().GetHashCode();

    /// <summary>The compressed form in lower-case hex.</summary>
    public override string ToString() => ToAffine().ToString();
}
