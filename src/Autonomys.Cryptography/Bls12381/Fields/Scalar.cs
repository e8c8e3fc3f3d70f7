using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>
/// An element of the scalar field of BLS12-381: an integer modulo
/// r = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001.
/// </summary>
/// <remarks>
/// Four little-endian 64-bit limbs in Montgomery form (the value times 2^256 modulo r), always below r, so that equal values
/// have equal limbs. <c>default</c> is zero. The layout is fixed: a span of scalars may be read as a span of limbs.
/// Arithmetic is in <c>Scalar.Arithmetic.cs</c>. Nothing here is secret, so nothing here is constant-time on purpose.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
public readonly partial struct Scalar : IEquatable<Scalar>
{
    /// <summary>Length of the full form: a big-endian integer below r.</summary>
    public const int Size = 32;

    /// <summary>Length of the safe form: any 31 bytes are a scalar.</summary>
    public const int SafeSize = 31;

    /// <summary>Number of 64-bit limbs.</summary>
    internal const int Limbs = 4;

    private readonly ulong _limb0;
    private readonly ulong _limb1;
    private readonly ulong _limb2;
    private readonly ulong _limb3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Scalar(ulong limb0, ulong limb1, ulong limb2, ulong limb3)
    {
        _limb0 = limb0;
        _limb1 = limb1;
        _limb2 = limb2;
        _limb3 = limb3;
    }

    public static Scalar Zero => default;

    public static Scalar One => new(0x00000001fffffffe, 0x5884b7fa00034802, 0x998c4fefecbc4ff5, 0x1824b159acc5056f);

    public bool IsZero => (_limb0 | _limb1 | _limb2 | _limb3) == 0;

    public bool IsOne => this == One;

    /// <summary>Reads 32 big-endian bytes; false when the integer is not below r (or the length is not 32).</summary>
    public static bool TryFromBytes(ReadOnlySpan<byte> bigEndian32, out Scalar scalar)
    {
        scalar = default;
        if (bigEndian32.Length != Size)
        {
            return false;
        }

        ulong limb3 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32);
        ulong limb2 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32[8..]);
        ulong limb1 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32[16..]);
        ulong limb0 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32[24..]);
        if (!IsBelowModulus(limb0, limb1, limb2, limb3))
        {
            return false;
        }

        scalar = FromCanonicalLimbs(limb0, limb1, limb2, limb3);
        return true;
    }

    /// <summary>Reads 32 big-endian bytes of our own making.</summary>
    /// <exception cref="ArgumentException">The integer is not below r, or the length is not 32.</exception>
    public static Scalar FromBytes(ReadOnlySpan<byte> bigEndian32) =>
        TryFromBytes(bigEndian32, out Scalar scalar)
            ? scalar
            : throw new ArgumentException("A scalar is 32 big-endian bytes below the order of BLS12-381.", nameof(bigEndian32));

    /// <summary>Reads the 31-byte safe form, the last 31 bytes of the big-endian integer; always fits.</summary>
    /// <exception cref="ArgumentException">The length is not 31.</exception>
    public static Scalar FromSafeBytes(ReadOnlySpan<byte> bytes31)
    {
        if (bytes31.Length != SafeSize)
        {
            throw new ArgumentException($"A safe scalar has {SafeSize} bytes, not {bytes31.Length}.", nameof(bytes31));
        }

        Span<byte> full = stackalloc byte[Size];
        full[0] = 0;
        bytes31.CopyTo(full[1..]);
        return FromBytes(full);
    }

    public static Scalar FromUInt64(ulong value) => FromCanonicalLimbs(value, 0, 0, 0);

    /// <summary>Makes a scalar of an integer below r given as little-endian limbs in ordinary (not Montgomery) form.</summary>
    internal static Scalar FromCanonicalLimbs(ulong limb0, ulong limb1, ulong limb2, ulong limb3) =>
        new Scalar(limb0, limb1, limb2, limb3) * new Scalar(RSquared0, RSquared1, RSquared2, RSquared3);

    /// <summary>Writes 32 big-endian bytes, as the protocol stores a scalar.</summary>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public void ToBytes(Span<byte> bigEndian32)
    {
        if (bigEndian32.Length != Size)
        {
            throw new ArgumentException($"A scalar has {Size} bytes, not {bigEndian32.Length}.", nameof(bigEndian32));
        }

        ToCanonicalLimbs(out ulong limb0, out ulong limb1, out ulong limb2, out ulong limb3);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32, limb3);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32[8..], limb2);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32[16..], limb1);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32[24..], limb0);
    }

    /// <summary>32 big-endian bytes.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        ToBytes(bytes);
        return bytes;
    }

    /// <summary>The integer as little-endian 64-bit limbs in ordinary form, below r; what a scalar multiplication walks over.</summary>
    public void ToCanonicalLimbs(Span<ulong> limbs4)
    {
        ToCanonicalLimbs(out ulong limb0, out ulong limb1, out ulong limb2, out ulong limb3);
        limbs4[3] = limb3;
        limbs4[2] = limb2;
        limbs4[1] = limb1;
        limbs4[0] = limb0;
    }

    public bool Equals(Scalar other) =>
        ((_limb0 ^ other._limb0) | (_limb1 ^ other._limb1) | (_limb2 ^ other._limb2) | (_limb3 ^ other._limb3)) == 0;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Scalar other && Equals(other);

    // The limbs of distinct field elements are as good as random.
    public override int GetHashCode() => (_limb0 ^ _limb1).GetHashCode();

    /// <summary>64 lower-case hex digits, big-endian.</summary>
    public override string ToString() => Convert.ToHexStringLower(ToBytes());

    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);
}
