using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>A point of G2 in Jacobian coordinates, for sums and multiples. <c>default</c> is the identity.</summary>
public readonly struct G2Point : IEquatable<G2Point>
{
    internal readonly Jacobian<Fp2> Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal G2Point(in Jacobian<Fp2> value) => Value = value;

    public static G2Point Identity => default;

    public static G2Point Generator => G2Affine.Generator;

    public bool IsIdentity => Value.IsIdentity;

    public static implicit operator G2Point(in G2Affine point) =>
        point.IsIdentity ? default : new G2Point(new Jacobian<Fp2>(point.X, point.Y, Fp2.One));

    public static G2Point operator +(in G2Point left, in G2Point right)
    {
        Jacobian<Fp2>.Add(left.Value, right.Value, out Jacobian<Fp2> result);
        return new G2Point(result);
    }

    public static G2Point operator +(in G2Point left, in G2Affine right)
    {
        if (right.IsIdentity)
        {
            return left;
        }

        Jacobian<Fp2>.AddAffine(left.Value, right.X, right.Y, out Jacobian<Fp2> result);
        return new G2Point(result);
    }

    public static G2Point operator -(in G2Point point)
    {
        Jacobian<Fp2>.Negate(point.Value, out Jacobian<Fp2> result);
        return new G2Point(result);
    }

    public static G2Point operator -(in G2Point left, in G2Point right) => left + -right;

    public static G2Point operator *(in G2Point point, Scalar scalar) => point.Multiply(scalar);

    public static bool operator ==(in G2Point left, in G2Point right) => left.Equals(right);

    public static bool operator !=(in G2Point left, in G2Point right) => !left.Equals(right);

    /// <summary>Affine forms of many points with one inversion.</summary>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public static void ToAffine(ReadOnlySpan<G2Point> points, Span<G2Affine> affine)
    {
        if (affine.Length != points.Length)
        {
            throw new ArgumentException($"{points.Length} points need as many places, not {affine.Length}.", nameof(affine));
        }

        Fp2[] rented = ArrayPool<Fp2>.Shared.Rent(2 * points.Length);
        Span<Fp2> inverses = rented.AsSpan(0, points.Length);
        for (int i = 0; i < points.Length; i++)
        {
            inverses[i] = points[i].Value.Z;
        }

        BatchInversion.Invert(inverses, rented.AsSpan(points.Length));
        for (int i = 0; i < points.Length; i++)
        {
            points[i].Value.ToAffine(inverses[i], out Fp2 x, out Fp2 y);
            affine[i] = new G2Affine(x, y);
        }

        ArrayPool<Fp2>.Shared.Return(rented);
    }

    public G2Point Double()
    {
        Jacobian<Fp2>.Double(Value, out Jacobian<Fp2> result);
        return new G2Point(result);
    }

    public G2Point Multiply(Scalar scalar)
    {
        Span<ulong> limbs = stackalloc ulong[4];
        scalar.ToCanonicalLimbs(limbs);
        Jacobian<Fp2>.Multiply(Value, limbs, out Jacobian<Fp2> result);
        return new G2Point(result);
    }

    public G2Affine ToAffine()
    {
        Value.ToAffine(out Fp2 x, out Fp2 y);
        return new G2Affine(x, y);
    }

    public bool Equals(G2Point other) => Value.EqualsJacobian(other.Value);

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is G2Point other && Equals(other);

    public override int GetHashCode() => ToAffine().GetHashCode();

    /// <summary>The compressed form in lower-case hex.</summary>
    public override string ToString() => ToAffine().ToString();
}
