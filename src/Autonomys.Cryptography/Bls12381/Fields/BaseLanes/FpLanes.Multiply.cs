using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <content>Montgomery multiplication.</content>
internal partial struct FpLanes<T>
{
    /// <summary>1.5·2^100: what is added to a product is rounded to a multiple of 2^48.</summary>
    private const double UpperHalves = 1901475900342344102245054808064.0;

    private const ulong UpperHalvesBits = 0x4638000000000000;

    /// <summary>-1/p modulo 2^48, with its sign.</summary>
    private const double NegativeInverse = -12885098499.0;

    /// <summary>What keeps a column positive while it is summed, so that shifts need no sign; it is a multiple of 2^48.</summary>
    private const ulong ColumnBias = 1UL << 62;

    /// <summary>The same after the shift to the next column.</summary>
    private const ulong ColumnBiasCarried = ColumnBias >> LimbBits;

    /// <summary>left · right / 2^384 modulo p; see the remarks of the type for magnitudes. The result may be an operand.</summary>
    /// <remarks>
    /// <para>A product of two limbs has up to 99 bits. Rounded to a multiple of 2^48 by the addition of 1.5·2^100 it gives the upper half in the
    /// low bits of that double; a second fused multiplication with that half taken off gives the lower half, below 2^47 in magnitude, exactly.
    /// Both are summed as integers by their bits, and the bits of the two constants are taken off beforehand, column by column.</para>
    /// <para>A limb of the right factor at a time: q = low column · (-1/p) modulo 2^48 makes low column + q·p a multiple of 2^48, which moves to
    /// the next column. q lies between -2^47 and 2^47, so the result is at most |left|·|right| / 2^384 + p/2 in magnitude.</para>
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(in FpLanes<T> left, in FpLanes<T> right, out FpLanes<T> result)
    {
        ref T digits = ref Unsafe.AsRef(in right._limb0);
        ref ulong columns = ref MemoryMarshal.GetReference(UpperColumns);
        T t0 = T.CreateBits(0xfcc8000000000000);
        T t1 = T.CreateBits(0xe9e7ffffffffc000);
        T t2 = T.CreateBits(0xd707ffffffffc000);
        T t3 = T.CreateBits(0xc427ffffffffc000);
        T t4 = T.CreateBits(0xb147ffffffffc000);
        T t5 = T.CreateBits(0x9e67ffffffffc000);
        T t6 = T.CreateBits(0x8b87ffffffffc000);
        T t7 = T.CreateBits(0x78a7ffffffffc000);
        for (nint i = 0; i < Limbs; i++)
        {
            T digit = Unsafe.Add(ref digits, i);
            T t8 = T.CreateBits(Unsafe.Add(ref columns, i));
            AddProduct(left._limb0, digit, ref t0, ref t1);
            AddProduct(left._limb1, digit, ref t1, ref t2);
            AddProduct(left._limb2, digit, ref t2, ref t3);
            AddProduct(left._limb3, digit, ref t3, ref t4);
            AddProduct(left._limb4, digit, ref t4, ref t5);
            AddProduct(left._limb5, digit, ref t5, ref t6);
            AddProduct(left._limb6, digit, ref t6, ref t7);
            AddProduct(left._limb7, digit, ref t7, ref t8);

            // The lowest column as a double, 2^52 too much; the constants of the two steps to q make up for that.
            T low = T.Or(T.And(t0, T.CreateBits(LimbMask)), T.CreateBits(IntegersBits));
            T upper = T.MultiplyAdd(low, T.Create(NegativeInverse), T.Create(UpperHalves - (Integers * NegativeInverse)));
            T rest = T.Subtract(T.Create(UpperHalves - (Integers * NegativeInverse)), upper);
            T q = T.MultiplyAdd(low, T.Create(NegativeInverse), rest);

            // A multiple of 2^48 and below 2^96: exact.
            T cleared = T.MultiplyAdd(q, T.Create(P0), T.Subtract(low, T.Create(Integers)));
            T carry = T.AddBits(T.ShiftRight(t0, LimbBits), T.Add(cleared, T.Create(UpperHalves)));
            t0 = T.AddBits(t1, carry);
            t1 = t2;
            AddProduct(T.Create(P1), q, ref t0, ref t1);
            t2 = t3;
            AddProduct(T.Create(P2), q, ref t1, ref t2);
            t3 = t4;
            AddProduct(T.Create(P3), q, ref t2, ref t3);
            t4 = t5;
            AddProduct(T.Create(P4), q, ref t3, ref t4);
            t5 = t6;
            AddProduct(T.Create(P5), q, ref t4, ref t5);
            t6 = t7;
            AddProduct(T.Create(P6), q, ref t5, ref t6);
            t7 = t8;
            AddProduct(T.Create(P7), q, ref t6, ref t7);
        }

        result._limb0 = T.Subtract(T.Or(T.And(t0, T.CreateBits(LimbMask)), T.CreateBits(IntegersBits)), T.Create(Integers));
        result._limb1 = NextLimb(t1, t0);
        result._limb2 = NextLimb(t2, t1);
        result._limb3 = NextLimb(t3, t2);
        result._limb4 = NextLimb(t4, t3);
        result._limb5 = NextLimb(t5, t4);
        result._limb6 = NextLimb(t6, t5);
        result._limb7 = T.Subtract(T.AddBits(t7, T.ShiftRight(t6, LimbBits)), T.Create(SignedIntegers + ColumnBiasCarried));
    }

    public static void Square(in FpLanes<T> value, out FpLanes<T> result) => Multiply(value, value, out result);

    /// <summary>Adds the halves of a product to two columns, and the bits of the two constants with them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddProduct(T limb, T digit, ref T lowColumn, ref T highColumn)
    {
        T upper = T.MultiplyAdd(limb, digit, T.Create(UpperHalves));
        T lower = T.MultiplyAdd(limb, digit, T.Subtract(T.Create(UpperHalves + SignedIntegers), upper));
        highColumn = T.AddBits(highColumn, upper);
        lowColumn = T.AddBits(lowColumn, lower);
    }

    /// <summary>The low bits of a column and the high bits of the one before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T NextLimb(T column, T before) => T.Subtract(
        T.AddBits(T.Or(T.And(column, T.CreateBits(LimbMask)), T.CreateBits(IntegersBits)), T.ShiftRight(before, LimbBits)),
        T.Create(Integers + ColumnBiasCarried));

    /// <summary>What columns 8 to 15 begin with.</summary>
    /// <remarks>
    /// The bias, less the bits of the constants of all that will be added, less the bias carried in (columns 1 to 8; later carries are mended as
    /// doubles). Column c gets min(c + 1, 15 - c) lower halves of each of the two products, but of q·p one fewer in columns 0 to 7, and
    /// as many upper halves as column c - 1 would get lower ones. The last column has no bias but the bits of 1.5·2^52, to be a double.
    /// </remarks>
    private static ReadOnlySpan<ulong> UpperColumns =>
    [
        0x2f6fffffffffc000, 0x4250000000000000, 0x5530000000000000, 0x6810000000000000,
        0x7af0000000000000, 0x8dd0000000000000, 0xa0b0000000000000, 0xb6c8000000000000,
    ];
}
