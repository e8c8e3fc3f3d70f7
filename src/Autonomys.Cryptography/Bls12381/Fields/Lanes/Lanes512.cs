using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>Sixteen lanes in a vector of 512 bits.</summary>
internal readonly unsafe struct Lanes512 : ILaneOperations<Vector512<uint>>
{
    public static int Lanes => Vector512<uint>.Count;

    // SAFETY: callers pass addresses inside of a LaneBuffer, on a multiple of the vector's size from its start.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Load(Vector512<uint>* source) => *source;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<uint> value, Vector512<uint>* destination) => *destination = value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Create(uint value) => Vector512.Create(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> CreateWide(ulong value) => Vector512.Create(value).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> And(Vector512<uint> left, Vector512<uint> right) => left & right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Or(Vector512<uint> left, Vector512<uint> right) => left | right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Add(Vector512<uint> left, Vector512<uint> right) => left + right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> Subtract(Vector512<uint> left, Vector512<uint> right) => left - right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRight(Vector512<uint> value, int count) => value >>> count;

    // The portable product is that of 64 bits; no pattern of it becomes the one instruction that is wanted.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> MultiplyWide(Vector512<uint> left, Vector512<uint> right) => Avx512F.IsSupported
        ? Avx512F.Multiply(left, right).AsUInt32()
        : ((left.AsUInt64() & Vector512.Create((ulong)uint.MaxValue)) * (right.AsUInt64() & Vector512.Create((ulong)uint.MaxValue))).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> AddWide(Vector512<uint> left, Vector512<uint> right) => (left.AsUInt64() + right.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> SubtractWide(Vector512<uint> left, Vector512<uint> right) => (left.AsUInt64() - right.AsUInt64()).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftRightWide(Vector512<uint> value, int count) => (value.AsUInt64() >>> count).AsUInt32();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<uint> ShiftLeftWide(Vector512<uint> value, int count) => (value.AsUInt64() << count).AsUInt32();
}
