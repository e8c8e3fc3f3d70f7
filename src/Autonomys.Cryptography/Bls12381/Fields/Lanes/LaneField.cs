using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>Arithmetic modulo r on as many elements at once as a vector has lanes of 32 bits.</summary>
/// <remarks>
/// <para>
/// A group of elements is nine vectors, limb after limb, 29 bits a limb: the product of two limbs leaves 6 bits of a lane of 64 free,
/// so that the 18 products of a column are summed without a carry. The factor of Montgomery's multiplication is 2^261.
/// Values are kept below 64 r, not below r: a product is below 1.5 r whenever one factor is below r and the other below 35 r.
/// </para>
/// <para>
/// Limbs may exceed 29 bits for a while: with one factor's limbs below 2^29, those of the other may reach 6 · 2^29.
/// What the methods call settled has limbs below 2^29.
/// </para>
/// </remarks>
internal static unsafe class LaneField<TVector, TOperations>
    where TVector : unmanaged
    where TOperations : struct, ILaneOperations<TVector>
{
    public const int Limbs = Scalar.ShortLimbs;

    private const int Bits = Scalar.ShortLimbBits;
    private const uint Mask = (1u << Bits) - 1;

    // r in limbs; the lowest is 1.
    private const uint Modulus1 = 0x1ffffff8;
    private const uint Modulus2 = 0x1f96ffbf;
    private const uint Modulus3 = 0x1b4805ff;
    private const uint Modulus4 = 0x1d80553b;
    private const uint Modulus5 = 0x0c0404d0;
    private const uint Modulus6 = 0x1520cce7;
    private const uint Modulus7 = 0x0a6533af;
    private const uint Modulus8 = 0x0073eda7;

    // 2 r with 2^29 lent from each limb to the one below: no limb of a settled value below 1.5 r exceeds these.
    private const uint Lent = 1u << Bits;
    private const uint Twice0 = 2 + Lent;
    private const uint Twice1 = 0x1ffffff0 + Lent - 1;
    private const uint Twice2 = 0x1f2dff7f + Lent - 1;
    private const uint Twice3 = 0x16900bff + Lent - 1;
    private const uint Twice4 = 0x1b00aa77 + Lent - 1;
    private const uint Twice5 = 0x180809a1 + Lent - 1;
    private const uint Twice6 = 0x0a4199ce + Lent - 1;
    private const uint Twice7 = 0x14ca675f + Lent - 1;
    private const uint Twice8 = 0x00e7db4e - 1;

    // Lent to a limb in Reduce, and what that costs the limb above.
    private const ulong Spare = 1UL << 35;
    private const ulong SpareTaken = 1UL << (35 - Bits);

    /// <summary>result = left · right, settled, below 1.5 r; may be in place.</summary>
    /// <param name="left">Below 35 r, limbs below 6 · 2^29.</param>
    /// <param name="right">Settled, below r (or both below 8 r).</param>
    /// <param name="result">Nine vectors.</param>
    /// <param name="scratch">27 vectors.</param>
    public static void Multiply(TVector* left, TVector* right, TVector* result, TVector* scratch)
    {
        // SAFETY: all pointers are to nine vectors inside of buffers that the callers keep alive, scratch to 27.
        TVector* oddLeft = scratch;
        TVector* oddRight = scratch + Limbs;
        TVector* even = scratch + (2 * Limbs);
        for (int i = 0; i < Limbs; i++)
        {
            TOperations.Store(TOperations.ShiftRightWide(TOperations.Load(left + i), 32), oddLeft + i);
            TOperations.Store(TOperations.ShiftRightWide(TOperations.Load(right + i), 32), oddRight + i);
        }

        MultiplyHalf(left, right, even, null);
        MultiplyHalf(oddLeft, oddRight, result, even);
    }

    /// <summary>As <see cref="Multiply"/>, for a factor that is the same in all lanes.</summary>
    public static void MultiplySame(TVector* left, TVector* right, TVector* result, TVector* scratch)
    {
        TVector* oddLeft = scratch;
        TVector* even = scratch + (2 * Limbs);
        for (int i = 0; i < Limbs; i++)
        {
            TOperations.Store(TOperations.ShiftRightWide(TOperations.Load(left + i), 32), oddLeft + i);
        }

        MultiplyHalf(left, right, even, null);
        MultiplyHalf(oddLeft, right, result, even);
    }

    /// <summary>low = low + high, high = low − high + 2 r; limbs grow by 2^29 and 2 · 2^29.</summary>
    /// <param name="low">Any value.</param>
    /// <param name="product">Settled, below 1.5 r.</param>
    /// <param name="high">Receives the difference.</param>
    public static void AddSubtract(TVector* low, TVector* product, TVector* high)
    {
        Step(low, product, high, 0, Twice0);
        Step(low, product, high, 1, Twice1);
        Step(low, product, high, 2, Twice2);
        Step(low, product, high, 3, Twice3);
        Step(low, product, high, 4, Twice4);
        Step(low, product, high, 5, Twice5);
        Step(low, product, high, 6, Twice6);
        Step(low, product, high, 7, Twice7);
        Step(low, product, high, 8, Twice8);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Step(TVector* low, TVector* product, TVector* high, int limb, uint twice)
        {
            TVector a = TOperations.Load(low + limb);
            TVector b = TOperations.Load(product + limb);
            TOperations.Store(TOperations.Add(a, b), low + limb);
            TOperations.Store(TOperations.Add(a, TOperations.Subtract(TOperations.Create(twice), b)), high + limb);
        }
    }

    /// <summary>As <see cref="AddSubtract"/>; the results are settled.</summary>
    public static void AddSubtractSettled(TVector* low, TVector* product, TVector* high)
    {
        TVector sumCarry = default;
        TVector differenceCarry = default;
        Step(low, product, high, 0, Twice0, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 1, Twice1, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 2, Twice2, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 3, Twice3, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 4, Twice4, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 5, Twice5, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 6, Twice6, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 7, Twice7, ref sumCarry, ref differenceCarry);
        Step(low, product, high, 8, Twice8, ref sumCarry, ref differenceCarry);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Step(TVector* low, TVector* product, TVector* high, int limb, uint twice, ref TVector sumCarry, ref TVector differenceCarry)
        {
            TVector mask = TOperations.Create(Mask);
            TVector a = TOperations.Load(low + limb);
            TVector b = TOperations.Load(product + limb);
            TVector sum = TOperations.Add(TOperations.Add(a, b), sumCarry);
            TVector difference = TOperations.Add(TOperations.Add(a, TOperations.Subtract(TOperations.Create(twice), b)), differenceCarry);
            sumCarry = TOperations.ShiftRight(sum, Bits);
            differenceCarry = TOperations.ShiftRight(difference, Bits);
            TOperations.Store(TOperations.And(sum, mask), low + limb);
            TOperations.Store(TOperations.And(difference, mask), high + limb);
        }
    }

    /// <summary>value + addend − subtrahend + 2 r, settled; the addend and the subtrahend settled, the latter below 1.5 r. May be in place.</summary>
    public static void AddAndSubtract(TVector* value, TVector* addend, TVector* subtrahend, TVector* result)
    {
        TVector carry = default;
        Step(value, addend, subtrahend, result, 0, Twice0, ref carry);
        Step(value, addend, subtrahend, result, 1, Twice1, ref carry);
        Step(value, addend, subtrahend, result, 2, Twice2, ref carry);
        Step(value, addend, subtrahend, result, 3, Twice3, ref carry);
        Step(value, addend, subtrahend, result, 4, Twice4, ref carry);
        Step(value, addend, subtrahend, result, 5, Twice5, ref carry);
        Step(value, addend, subtrahend, result, 6, Twice6, ref carry);
        Step(value, addend, subtrahend, result, 7, Twice7, ref carry);
        Step(value, addend, subtrahend, result, 8, Twice8, ref carry);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Step(TVector* value, TVector* addend, TVector* subtrahend, TVector* result, int limb, uint twice, ref TVector carry)
        {
            TVector sum = TOperations.Add(TOperations.Load(value + limb), TOperations.Load(addend + limb));
            TVector lent = TOperations.Subtract(TOperations.Create(twice), TOperations.Load(subtrahend + limb));
            sum = TOperations.Add(TOperations.Add(sum, lent), carry);
            carry = TOperations.ShiftRight(sum, Bits);
            TOperations.Store(TOperations.And(sum, TOperations.Create(Mask)), result + limb);
        }
    }

    /// <summary>result = left + right, not settled; may be in place.</summary>
    public static void Add(TVector* left, TVector* right, TVector* result)
    {
        for (int i = 0; i < Limbs; i++)
        {
            TOperations.Store(TOperations.Add(TOperations.Load(left + i), TOperations.Load(right + i)), result + i);
        }
    }

    /// <summary>Takes as many r away as leave a value below 1.05 r, settled.</summary>
    /// <param name="value">Below 63 r, limbs below 2^32.</param>
    public static void Reduce(TVector* value)
    {
        // r / 2^250 is 28.98; 565 / 2^14 is a little less than 1 / 28.98 and equals division by 29 for all that can be here.
        TVector top = TOperations.ShiftRight(TOperations.Load(value + Limbs - 1), 18);
        TVector quotient = TOperations.ShiftRight(TOperations.MultiplyWide(top, TOperations.CreateWide(565)), 14);
        TVector oddTop = TOperations.ShiftRightWide(top, 32);
        TVector oddQuotient = TOperations.ShiftRight(TOperations.MultiplyWide(oddTop, TOperations.CreateWide(565)), 14);
        TVector carry = default;
        TVector oddCarry = default;
        Step(value, 0, 1, Spare, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 1, Modulus1, Spare - SpareTaken, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 2, Modulus2, Spare - SpareTaken, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 3, Modulus3, Spare - SpareTaken, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 4, Modulus4, Spare - SpareTaken, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 5, Modulus5, Spare - SpareTaken, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 6, Modulus6, Spare - SpareTaken, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 7, Modulus7, Spare - SpareTaken, quotient, oddQuotient, ref carry, ref oddCarry);
        Step(value, 8, Modulus8, unchecked(0 - SpareTaken), quotient, oddQuotient, ref carry, ref oddCarry);

        // A limb less its share of the multiple of r, with 2^35 lent by the limb above so that it stays positive.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Step(
            TVector* value, int limb, uint modulus, ulong lent, TVector quotient, TVector oddQuotient, ref TVector carry, ref TVector oddCarry)
        {
            TVector mask = TOperations.CreateWide(Mask);
            TVector both = TOperations.Load(value + limb);
            TVector even = TOperations.And(both, TOperations.CreateWide(uint.MaxValue));
            TVector odd = TOperations.ShiftRightWide(both, 32);
            even = TOperations.AddWide(even, TOperations.AddWide(carry, TOperations.CreateWide(lent)));
            odd = TOperations.AddWide(odd, TOperations.AddWide(oddCarry, TOperations.CreateWide(lent)));
            even = TOperations.SubtractWide(even, TOperations.MultiplyWide(quotient, TOperations.CreateWide(modulus)));
            odd = TOperations.SubtractWide(odd, TOperations.MultiplyWide(oddQuotient, TOperations.CreateWide(modulus)));
            carry = TOperations.ShiftRightWide(even, Bits);
            oddCarry = TOperations.ShiftRightWide(odd, Bits);
            TVector merged = TOperations.Or(TOperations.And(even, mask), TOperations.ShiftLeftWide(TOperations.And(odd, mask), 32));
            TOperations.Store(merged, value + limb);
        }
    }

    /// <summary>One element into all lanes of nine vectors, from nine limbs that lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Spread(uint* limbs, TVector* vectors)
    {
        for (int i = 0; i < Limbs; i++)
        {
            TOperations.Store(TOperations.Create(limbs[i]), vectors + i);
        }
    }

    /// <summary>Products of the even lanes; with <paramref name="even"/> they go to the odd lanes, the even ones coming from there.</summary>
    private static void MultiplyHalf(TVector* left, TVector* right, TVector* result, TVector* even)
    {
        TVector mask = TOperations.CreateWide(Mask);
        TVector total0 = default, total1 = default, total2 = default, total3 = default, total4 = default;
        TVector total5 = default, total6 = default, total7 = default, total8 = default;
        for (int i = 0; i < Limbs; i++)
        {
            TVector digit = TOperations.Load(right + i);
            total0 = MultiplyAdd(TOperations.Load(left), digit, total0);

            // r is 1 modulo 2^29: the quotient digit is −total0, and adding it rounds total0 up to a multiple of 2^29.
            TVector quotient = TOperations.And(TOperations.SubtractWide(default, total0), mask);
            TVector carry = TOperations.ShiftRightWide(TOperations.AddWide(total0, mask), Bits);
            total0 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus1), MultiplyAdd(TOperations.Load(left + 1), digit, TOperations.AddWide(total1, carry)));
            total1 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus2), MultiplyAdd(TOperations.Load(left + 2), digit, total2));
            total2 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus3), MultiplyAdd(TOperations.Load(left + 3), digit, total3));
            total3 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus4), MultiplyAdd(TOperations.Load(left + 4), digit, total4));
            total4 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus5), MultiplyAdd(TOperations.Load(left + 5), digit, total5));
            total5 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus6), MultiplyAdd(TOperations.Load(left + 6), digit, total6));
            total6 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus7), MultiplyAdd(TOperations.Load(left + 7), digit, total7));
            total7 = MultiplyAdd(quotient, TOperations.CreateWide(Modulus8), TOperations.MultiplyWide(TOperations.Load(left + 8), digit));
        }

        Settle(ref total0, ref total1, mask);
        Settle(ref total1, ref total2, mask);
        Settle(ref total2, ref total3, mask);
        Settle(ref total3, ref total4, mask);
        Settle(ref total4, ref total5, mask);
        Settle(ref total5, ref total6, mask);
        Settle(ref total6, ref total7, mask);
        Settle(ref total7, ref total8, mask);
        Put(total0, result, even, 0);
        Put(total1, result, even, 1);
        Put(total2, result, even, 2);
        Put(total3, result, even, 3);
        Put(total4, result, even, 4);
        Put(total5, result, even, 5);
        Put(total6, result, even, 6);
        Put(total7, result, even, 7);
        Put(total8, result, even, 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector MultiplyAdd(TVector left, TVector right, TVector addend) =>
        TOperations.AddWide(addend, TOperations.MultiplyWide(left, right));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Settle(ref TVector limb, ref TVector next, TVector mask)
    {
        next = TOperations.AddWide(next, TOperations.ShiftRightWide(limb, Bits));
        limb = TOperations.And(limb, mask);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(TVector value, TVector* result, TVector* even, int limb) => TOperations.Store(
        even == null ? value : TOperations.Or(TOperations.Load(even + limb), TOperations.ShiftLeftWide(value, 32)),
        result + limb);
}
