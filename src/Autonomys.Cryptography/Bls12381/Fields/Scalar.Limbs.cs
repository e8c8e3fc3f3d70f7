using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <content>The same bits as nine limbs of 29 bits, as the arithmetic in lanes has them.</content>
public readonly partial struct Scalar
{
    /// <summary>Number of limbs of <see cref="ShortLimbBits"/> bits.</summary>
    internal const int ShortLimbs = 9;

    internal const int ShortLimbBits = 29;

    private const uint ShortLimbMask = (1u << ShortLimbBits) - 1;

    /// <summary>The Montgomery form cut into nine limbs, <paramref name="stride"/> words from one to the next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal unsafe void ToShortLimbs(uint* destination, int stride)
    {
        // SAFETY: the caller owns 8 · stride + 1 words from destination on.
        destination[0] = (uint)_limb0 & ShortLimbMask;
        destination[stride] = (uint)(_limb0 >> 29) & ShortLimbMask;
        destination[2 * stride] = (uint)((_limb0 >> 58) | (_limb1 << 6)) & ShortLimbMask;
        destination[3 * stride] = (uint)(_limb1 >> 23) & ShortLimbMask;
        destination[4 * stride] = (uint)((_limb1 >> 52) | (_limb2 << 12)) & ShortLimbMask;
        destination[5 * stride] = (uint)(_limb2 >> 17) & ShortLimbMask;
        destination[6 * stride] = (uint)((_limb2 >> 46) | (_limb3 << 18)) & ShortLimbMask;
        destination[7 * stride] = (uint)(_limb3 >> 11) & ShortLimbMask;
        destination[8 * stride] = (uint)(_limb3 >> 40);
    }

    /// <summary>The reverse of <see cref="ToShortLimbs"/>, for any integer below 64 r whose limbs have 29 bits each.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe Scalar FromShortLimbs(uint* source, int stride)
    {
        // SAFETY: as above, for reading.
        ulong limb2 = source[2 * stride];
        ulong limb4 = source[4 * stride];
        ulong limb6 = source[6 * stride];
        ulong limb8 = source[8 * stride];
        ulong total0 = source[0] | ((ulong)source[stride] << 29) | (limb2 << 58);
        ulong total1 = (limb2 >> 6) | ((ulong)source[3 * stride] << 23) | (limb4 << 52);
        ulong total2 = (limb4 >> 12) | ((ulong)source[5 * stride] << 17) | (limb6 << 46);
        ulong total3 = (limb6 >> 18) | ((ulong)source[7 * stride] << 11) | (limb8 << 40);

        // r / 2^250 is 28.98: dividing the bits from there on by 29 gives the quotient by r or one less.
        ulong quotient = (limb8 >> 18) / 29;
        ulong borrow = 0;
        ulong carry = 0;
        total0 = SubtractBorrow(total0, MultiplyAdd(quotient, Modulus0, 0, ref carry), ref borrow);
        total1 = SubtractBorrow(total1, MultiplyAdd(quotient, Modulus1, 0, ref carry), ref borrow);
        total2 = SubtractBorrow(total2, MultiplyAdd(quotient, Modulus2, 0, ref carry), ref borrow);
        total3 = SubtractBorrow(total3, MultiplyAdd(quotient, Modulus3, 0, ref carry), ref borrow);
        return ReduceOnce(total0, total1, total2, total3);
    }

    /// <summary>
    /// Reads 32 big-endian bytes as <see cref="TryFromBytes"/> does, but the integer itself in place of its Montgomery form: another element,
    /// always the same multiple of the one meant, which is all that linear maps need. <see cref="WriteInteger"/> goes back.
    /// </summary>
    internal static bool TryReadInteger(ReadOnlySpan<byte> bigEndian32, out Scalar scalar)
    {
        ulong limb3 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32);
        ulong limb2 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32[8..]);
        ulong limb1 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32[16..]);
        ulong limb0 = BinaryPrimitives.ReadUInt64BigEndian(bigEndian32[24..]);
        scalar = new Scalar(limb0, limb1, limb2, limb3);
        return IsBelowModulus(limb0, limb1, limb2, limb3);
    }

    /// <summary>The reverse of <see cref="TryReadInteger"/>.</summary>
    internal void WriteInteger(Span<byte> bigEndian32)
    {
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32, _limb3);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32[8..], _limb2);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32[16..], _limb1);
        BinaryPrimitives.WriteUInt64BigEndian(bigEndian32[24..], _limb0);
    }
}
