using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>Eight lanes: AVX-512.</summary>
internal readonly struct Doubles512(Vector512<double> value) : IDoubles<Doubles512>
{
    private readonly Vector512<double> _value = value;

    public static int Count => 8;

    public static bool IsAccelerated => Vector512.IsHardwareAccelerated;

    private Vector512<ulong> Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value.AsUInt64();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Create(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 CreateBits(ulong bits) => OfBits(Vector512.Create(bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 MultiplyAdd(Doubles512 left, Doubles512 right, Doubles512 addend) =>
        new(Vector512.FusedMultiplyAdd(left._value, right._value, addend._value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Multiply(Doubles512 left, Doubles512 right) => new(left._value * right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Add(Doubles512 left, Doubles512 right) => new(left._value + right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Subtract(Doubles512 left, Doubles512 right) => new(left._value - right._value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 AddBits(Doubles512 left, Doubles512 right) => OfBits(left.Bits + right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 SubtractBits(Doubles512 left, Doubles512 right) => OfBits(left.Bits - right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 And(Doubles512 left, Doubles512 right) => OfBits(left.Bits & right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Or(Doubles512 left, Doubles512 right) => OfBits(left.Bits | right.Bits);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 ShiftLeft(Doubles512 bits, [ConstantExpected] int count) => OfBits(bits.Bits << count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 ShiftRight(Doubles512 bits, [ConstantExpected] int count) => OfBits(bits.Bits >>> count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Select(Doubles512 mask, Doubles512 yes, Doubles512 no) =>
        OfBits(Vector512.ConditionalSelect(mask.Bits, yes.Bits, no.Bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Doubles512 Gather(ref readonly ulong start, ref readonly int offsets) => OfBits(Vector512.Create(
        At(in start, in offsets, 0),
        At(in start, in offsets, 1),
        At(in start, in offsets, 2),
        At(in start, in offsets, 3),
        At(in start, in offsets, 4),
        At(in start, in offsets, 5),
        At(in start, in offsets, 6),
        At(in start, in offsets, 7)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Scatter(Doubles512 bits, ref ulong start, ref readonly int offsets)
    {
        Vector512<ulong> words = bits.Bits;
        At(ref start, in offsets, 0) = words.GetElement(0);
        At(ref start, in offsets, 1) = words.GetElement(1);
        At(ref start, in offsets, 2) = words.GetElement(2);
        At(ref start, in offsets, 3) = words.GetElement(3);
        At(ref start, in offsets, 4) = words.GetElement(4);
        At(ref start, in offsets, 5) = words.GetElement(5);
        At(ref start, in offsets, 6) = words.GetElement(6);
        At(ref start, in offsets, 7) = words.GetElement(7);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Doubles512 OfBits(Vector512<ulong> bits) => new(bits.AsDouble());

    // SAFETY: callers give offsets that lie inside what starts at start, one for every lane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ref ulong At(ref readonly ulong start, ref readonly int offsets, int lane) =>
        ref Unsafe.Add(ref Unsafe.AsRef(in start), Unsafe.Add(ref Unsafe.AsRef(in offsets), lane));
}
