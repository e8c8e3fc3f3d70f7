using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>
/// An element of the base field of BLS12-381: an integer modulo
/// p = 0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab.
/// </summary>
/// <remarks>
/// Six little-endian 64-bit limbs in Montgomery form (the value times 2^384 modulo p), always below p, so that equal values
/// have equal limbs. <c>default</c> is zero. Arithmetic is in <c>Fp.Arithmetic.cs</c>, multiplication in <c>Fp.Multiply.cs</c>.
/// Nothing here is secret, so nothing here is constant-time on purpose.
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly partial struct Fp : IField<Fp>
{
    /// <summary>Length of the encoded form: a big-endian integer below p.</summary>
    public const int Size = 48;

    /// <summary>Number of 64-bit limbs.</summary>
    public const int Limbs = 6;

    private readonly ulong _limb0;
    private readonly ulong _limb1;
    private readonly ulong _limb2;
    private readonly ulong _limb3;
    private readonly ulong _limb4;
    private readonly ulong _limb5;

    /// <summary>Takes limbs that are in Montgomery form and below p already.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Fp(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4, ulong limb5)
    {
        _limb0 = limb0;
        _limb1 = limb1;
        _limb2 = limb2;
        _limb3 = limb3;
        _limb4 = limb4;
        _limb5 = limb5;
    }

    public static Fp Zero => default;

    public static Fp One => new(
        0x760900000002fffd, 0xebf4000bc40c0002, 0x5f48985753c758ba, 0x77ce585370525745, 0x5c071a97a256ec6d, 0x15f65ec3fa80e493);

    private static Fp RSquared => new(
        0xf4df1f341c341746, 0x0a76e6a609d104f1, 0x8de5476c4c95b6d5, 0x67eb88a9939d83c0, 0x9a793e85b519952d, 0x11988fe592cae3aa);

    public bool IsZero => (_limb0 | _limb1 | _limb2 | _limb3 | _limb4 | _limb5) == 0;

    /// <summary>
    /// True for the lexicographically larger of a value and its negative, which is what the sign flag of a compressed point says.
    /// </summary>
    public bool IsLargerThanNegative
    {
        get
        {
            // (p - 1) / 2 + 1 as a big-endian integer: the smallest value that is larger than its negative.
            ToCanonical(out Fp value);
            return !IsBelow(
                value,
                new Fp(0xdcff7fffffffd556, 0x0f55ffff58a9ffff, 0xb39869507b587b12, 0xb23ba5c279c2895f, 0x258dd3db21a5d66b, 0x0d0088f51cbff34d));
        }
    }

    public static Fp FromUInt64(ulong value) => FromCanonicalLimbs(value, 0, 0, 0, 0, 0);

    /// <summary>Makes an element of an integer below p given as little-endian limbs in ordinary (not Montgomery) form.</summary>
    public static Fp FromCanonicalLimbs(ulong limb0, ulong limb1, ulong limb2, ulong limb3, ulong limb4, ulong limb5)
    {
        Multiply(new Fp(limb0, limb1, limb2, limb3, limb4, limb5), RSquared, out Fp result);
        return result;
    }

    /// <summary>Reads 48 big-endian bytes; false when the integer is not below p.</summary>
    /// <exception cref="ArgumentException">The length is not 48.</exception>
    public static bool TryFromBytes(ReadOnlySpan<byte> bigEndian48, out Fp result)
    {
        RequireSize(bigEndian48.Length);
        Fp value = new(
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian48[40..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian48[32..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian48[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian48[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian48[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(bigEndian48));
        if (!IsBelow(value, Modulus))
        {
            result = default;
            return false;
        }

        Multiply(value, RSquared, out result);
        return true;
    }

    /// <summary>Writes 48 big-endian bytes.</summary>
    /// <exception cref="ArgumentException">The output has another length.</exception>
    public void ToBytes(Span<byte> bigEndian48)
    {
        RequireSize(bigEndian48.Length);
        ToCanonical(out Fp value);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian48, value._limb5);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian48[8..], value._limb4);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian48[16..], value._limb3);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian48[24..], value._limb2);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian48[32..], value._limb1);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian48[40..], value._limb0);
    }

    public bool Equals(Fp other) =>
        ((_limb0 ^ other._limb0) | (_limb1 ^ other._limb1) | (_limb2 ^ other._limb2)
        | (_limb3 ^ other._limb3) | (_limb4 ^ other._limb4) | (_limb5 ^ other._limb5)) == 0;

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is Fp other && Equals(other);

    public override int GetHashCode() => (_limb0 ^ _limb1).GetHashCode();

    /// <summary>96 lower-case hex digits, big-endian.</summary>
    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[Size];
        ToBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    public static bool operator ==(in Fp left, in Fp right) => left.Equals(right);

    public static bool operator !=(in Fp left, in Fp right) => !left.Equals(right);

    private static void RequireSize(int length)
    {
        if (length != Size)
        {
            throw new ArgumentException($"An element of the base field has {Size} bytes, not {length}.", nameof(length));
        }
    }

    /// <summary>The same limbs read as an ordinary integer: the value divided by 2^384, in Montgomery form times one.</summary>
    private void ToCanonical(out Fp result) => Multiply(this, new Fp(1, 0, 0, 0, 0, 0), out result);
}
