using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>An element of the base field in every lane.</summary>
/// <remarks>
/// <para>Eight limbs of weight 2^(48·i), whole numbers kept as doubles, in the Montgomery form of <see cref="Fp"/> (times 2^384): only the
/// cutting into limbs differs.</para>
/// <para>Values are not reduced and may be negative: sums and differences are taken limb by limb. Multiplication brings them below 0.91·p in
/// magnitude when both factors are below 2·p, below 1.42·p when they are below 3·p, and wants limbs below 2^49.5; its own limbs are below
/// 2^48 + 2^8, the highest one with the sign. <see cref="Store"/> gives the one canonical form, equal to that of scalar arithmetic.</para>
/// </remarks>
[StructLayout(LayoutKind.Sequential)]
[SkipLocalsInit]
internal partial struct FpLanes<T>
    where T : unmanaged, IDoubles<T>
{
    /// <summary>Number of limbs.</summary>
    public const int Limbs = 8;

    private const int LimbBits = 48;
    private const ulong LimbMask = (1UL << LimbBits) - 1;

    /// <summary>2^52: with the bits of a smaller integer in its low places it is a double of that value more.</summary>
    private const double Integers = 4503599627370496.0;

    /// <summary>1.5·2^52: the same for integers with a sign.</summary>
    private const double SignedIntegers = 6755399441055744.0;

    private const ulong IntegersBits = 0x4330000000000000;
    private const ulong SignedIntegersBits = 0x4338000000000000;

    // The limbs of p.
    private const double P0 = 0xffffffffaaab;
    private const double P1 = 0xb153ffffb9fe;
    private const double P2 = 0xf6241eabfffe;
    private const double P3 = 0x6730d2a0f6b0;
    private const double P4 = 0x4b84f38512bf;
    private const double P5 = 0x434bacd76477;
    private const double P6 = 0xe69a4b1ba7b6;
    private const double P7 = 0x1a0111ea397f;

    private T _limb0;
    private T _limb1;
    private T _limb2;
    private T _limb3;
    private T _limb4;
    private T _limb5;
    private T _limb6;
    private T _limb7;

    /// <summary>The same element in every lane.</summary>
    public static void Create(in Fp value, out FpLanes<T> result)
    {
        Span<int> offsets = stackalloc int[T.Count];
        offsets.Clear();
        Load(in value, in offsets[0], out result);
    }

    /// <summary>Lane i gets the element that lies offsets[i] words of 64 bits after <paramref name="start"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Load(ref readonly Fp start, ref readonly int offsets, out FpLanes<T> result)
    {
        ref ulong words = ref Unsafe.As<Fp, ulong>(ref Unsafe.AsRef(in start));
        T x0 = T.Gather(in words, in offsets);
        T x1 = T.Gather(in Unsafe.Add(ref words, 1), in offsets);
        T x2 = T.Gather(in Unsafe.Add(ref words, 2), in offsets);
        T x3 = T.Gather(in Unsafe.Add(ref words, 3), in offsets);
        T x4 = T.Gather(in Unsafe.Add(ref words, 4), in offsets);
        T x5 = T.Gather(in Unsafe.Add(ref words, 5), in offsets);
        result._limb0 = FromInteger(x0);
        result._limb1 = FromInteger(T.Or(T.ShiftRight(x0, 48), T.ShiftLeft(x1, 16)));
        result._limb2 = FromInteger(T.Or(T.ShiftRight(x1, 32), T.ShiftLeft(x2, 32)));
        result._limb3 = FromInteger(T.ShiftRight(x2, 16));
        result._limb4 = FromInteger(x3);
        result._limb5 = FromInteger(T.Or(T.ShiftRight(x3, 48), T.ShiftLeft(x4, 16)));
        result._limb6 = FromInteger(T.Or(T.ShiftRight(x4, 32), T.ShiftLeft(x5, 32)));
        result._limb7 = FromInteger(T.ShiftRight(x5, 16));
    }

    /// <summary>
    /// Lane i gets lane i of the element that lies offsets[i] words of 64 bits after <paramref name="start"/>, i words included: an element of an
    /// array of such, chosen for each lane.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Pick(ref readonly FpLanes<T> start, ref readonly int offsets, out FpLanes<T> result)
    {
        ref ulong words = ref Unsafe.As<FpLanes<T>, ulong>(ref Unsafe.AsRef(in start));
        result._limb0 = T.Gather(in Unsafe.Add(ref words, 0 * T.Count), in offsets);
        result._limb1 = T.Gather(in Unsafe.Add(ref words, 1 * T.Count), in offsets);
        result._limb2 = T.Gather(in Unsafe.Add(ref words, 2 * T.Count), in offsets);
        result._limb3 = T.Gather(in Unsafe.Add(ref words, 3 * T.Count), in offsets);
        result._limb4 = T.Gather(in Unsafe.Add(ref words, 4 * T.Count), in offsets);
        result._limb5 = T.Gather(in Unsafe.Add(ref words, 5 * T.Count), in offsets);
        result._limb6 = T.Gather(in Unsafe.Add(ref words, 6 * T.Count), in offsets);
        result._limb7 = T.Gather(in Unsafe.Add(ref words, 7 * T.Count), in offsets);
    }

    /// <summary>Each lane of the element times the lane of the factor, a small integer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scale(in FpLanes<T> value, T factor, out FpLanes<T> result)
    {
        result._limb0 = T.Multiply(value._limb0, factor);
        result._limb1 = T.Multiply(value._limb1, factor);
        result._limb2 = T.Multiply(value._limb2, factor);
        result._limb3 = T.Multiply(value._limb3, factor);
        result._limb4 = T.Multiply(value._limb4, factor);
        result._limb5 = T.Multiply(value._limb5, factor);
        result._limb6 = T.Multiply(value._limb6, factor);
        result._limb7 = T.Multiply(value._limb7, factor);
    }

    /// <summary>
    /// Writes the canonical form of the element of lane i, below p, offsets[i] words after <paramref name="start"/>. The magnitude of the value
    /// may be up to 4·p, that of limbs up to 2^50.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(in FpLanes<T> value, ref Fp start, ref readonly int offsets)
    {
        // The two highest limbs tell the quotient by p up to 2^-30. Rounded down a little early it leaves from zero to a hair above p,
        // which one subtraction mends.
        T top = T.MultiplyAdd(value._limb6, T.Create(1.0 / (1UL << LimbBits)), value._limb7);
        T rough = T.MultiplyAdd(top, T.Create(1.0 / P7), T.Create(-0.5 - (1.0 / (1 << 20))));
        T quotient = T.Subtract(T.Create(SignedIntegers), T.Add(rough, T.Create(SignedIntegers)));

        T carry = T.CreateBits(SignedIntegersBits >> LimbBits);
        T r0 = TakeOff(value._limb0, quotient, P0, ref carry);
        T r1 = TakeOff(value._limb1, quotient, P1, ref carry);
        T r2 = TakeOff(value._limb2, quotient, P2, ref carry);
        T r3 = TakeOff(value._limb3, quotient, P3, ref carry);
        T r4 = TakeOff(value._limb4, quotient, P4, ref carry);
        T r5 = TakeOff(value._limb5, quotient, P5, ref carry);
        T r6 = TakeOff(value._limb6, quotient, P6, ref carry);
        T r7 = TakeOff(value._limb7, quotient, P7, ref carry);

        // Less p: the sum with 2^384 - p runs over 2^384 when the value is not below p.
        carry = default;
        T s0 = AddWithCarry(r0, 0x000000005555, ref carry);
        T s1 = AddWithCarry(r1, 0x4eac00004601, ref carry);
        T s2 = AddWithCarry(r2, 0x09dbe1540001, ref carry);
        T s3 = AddWithCarry(r3, 0x98cf2d5f094f, ref carry);
        T s4 = AddWithCarry(r4, 0xb47b0c7aed40, ref carry);
        T s5 = AddWithCarry(r5, 0xbcb453289b88, ref carry);
        T s6 = AddWithCarry(r6, 0x1965b4e45849, ref carry);
        T s7 = AddWithCarry(r7, 0xe5feee15c680, ref carry);
        T mask = T.SubtractBits(default, carry);
        r0 = T.Select(mask, s0, r0);
        r1 = T.Select(mask, s1, r1);
        r2 = T.Select(mask, s2, r2);
        r3 = T.Select(mask, s3, r3);
        r4 = T.Select(mask, s4, r4);
        r5 = T.Select(mask, s5, r5);
        r6 = T.Select(mask, s6, r6);
        r7 = T.Select(mask, s7, r7);

        ref ulong words = ref Unsafe.As<Fp, ulong>(ref start);
        T.Scatter(T.Or(r0, T.ShiftLeft(r1, 48)), ref words, in offsets);
        T.Scatter(T.Or(T.ShiftRight(r1, 16), T.ShiftLeft(r2, 32)), ref Unsafe.Add(ref words, 1), in offsets);
        T.Scatter(T.Or(T.ShiftRight(r2, 32), T.ShiftLeft(r3, 16)), ref Unsafe.Add(ref words, 2), in offsets);
        T.Scatter(T.Or(r4, T.ShiftLeft(r5, 48)), ref Unsafe.Add(ref words, 3), in offsets);
        T.Scatter(T.Or(T.ShiftRight(r5, 16), T.ShiftLeft(r6, 32)), ref Unsafe.Add(ref words, 4), in offsets);
        T.Scatter(T.Or(T.ShiftRight(r6, 32), T.ShiftLeft(r7, 16)), ref Unsafe.Add(ref words, 5), in offsets);
    }

    /// <summary>The double of the integer in the lowest 48 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T FromInteger(T bits) =>
        T.Subtract(T.Or(T.And(bits, T.CreateBits(LimbMask)), T.CreateBits(IntegersBits)), T.Create(Integers));

    /// <summary>Limb + multiple · prime + carry as an integer: its lowest 48 bits, the rest goes on as carry.</summary>
    /// <remarks>
    /// The exponent of 1.5·2^52 is 0x4338 in the carry, which keeps it positive; it is taken off as a double of the next limb.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T TakeOff(T limb, T multiple, double prime, ref T carry)
    {
        T less = T.MultiplyAdd(multiple, T.Create(prime), limb);
        T bits = T.AddBits(T.Add(less, T.Create(SignedIntegers - (SignedIntegersBits >> LimbBits))), carry);
        carry = T.ShiftRight(bits, LimbBits);
        return T.And(bits, T.CreateBits(LimbMask));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddWithCarry(T limb, ulong addend, ref T carry)
    {
        T sum = T.AddBits(T.AddBits(limb, T.CreateBits(addend)), carry);
        carry = T.ShiftRight(sum, LimbBits);
        return T.And(sum, T.CreateBits(LimbMask));
    }
}
