using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>One element of the base field as eight limbs of 48 bits in doubles, as <see cref="FpLanes{T}"/> has them lane by lane; not reduced.</summary>
/// <remarks>Sums cost two instructions; products are taken many at a time by <see cref="LazyFpBatch{T}"/>.</remarks>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct LazyFp
{
    /// <summary>Words of 64 bits.</summary>
    public const int Words = 8;

    private readonly Vector256<double> _low;
    private readonly Vector256<double> _high;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private LazyFp(Vector256<double> low, Vector256<double> high)
    {
        _low = low;
        _high = high;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LazyFp operator +(in LazyFp left, in LazyFp right) => new(left._low + right._low, left._high + right._high);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LazyFp operator -(in LazyFp left, in LazyFp right) => new(left._low - right._low, left._high - right._high);
}
