using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>Four lanes: AVX2 with FMA.</summary>
internal readonly struct Doubles256(Vector256<double> value) : IDoubles<Doubles256>
{
    private readonly Vector256<double> _value = value;

    public static int Count => 4;

    public static bool IsAccelerated => Vector256.IsHardwareAccelerated && Fma.IsSupported;

    private Vector256<ulong> Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value.AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 Create(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 CreateBits(ulong bits) => OfBits(Vector256.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 MultiplyAdd(Doubles256 left, Doubles256 right, Doubles256 addend) =>
        new(Vector256.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 Multiply(Doubles256 left, Doubles256 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 Add(Doubles256 left, Doubles256 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 Subtract(Doubles256 left, Doubles256 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 AddBits(Doubles256 left, Doubles256 right) => OfBits(left.Bits + right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 SubtractBits(Doubles256 left, Doubles256 right) => OfBits(left.Bits - right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 And(Doubles256 left, Doubles256 right) => OfBits(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 Or(Doubles256 left, Doubles256 right) => OfBits(left.Bits | right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 ShiftLeft(Doubles256 bits, [ConstantExpected] int count) => OfBits(bits.Bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 ShiftRight(Doubles256 bits, [ConstantExpected] int count) => OfBits(bits.Bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 Select(Doubles256 mask, Doubles256 yes, Doubles256 no) =>
        OfBits(Vector256.ConditionalSelect(mask.Bits, yes.Bits, no.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles256 Gather(ref readonly ulong start, ref readonly int offsets) => OfBits(Vector256.Create(
        At(in start, in offsets, 0),
        At(in start, in offsets, 1),
        At(in start, in offsets, 2),
        At(in start, in offsets, 3)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Doubles256 bits, ref ulong start, ref readonly int offsets)
    {
        Vector256<ulong> words = bits.Bits;
        At(ref start, in offsets, 0) = words.GetElement(0);
        At(ref start, in offsets, 1) = words.GetElement(1);
        At(ref start, in offsets, 2) = words.GetElement(2);
        At(ref start, in offsets, 3) = words.GetElement(3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles256 OfBits(Vector256<ulong> bits) => new(bits.AsDouble());

    // SAFETY: callers give offsets that lie inside what starts at start, one for every lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ulong At(ref readonly ulong start, ref readonly int offsets, int lane) =>
        ref Unsafe.Add(ref Unsafe.AsRef(in start), Unsafe.Add(ref Unsafe.AsRef(in offsets), lane));
}
