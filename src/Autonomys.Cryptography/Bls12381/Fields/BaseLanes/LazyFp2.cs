using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Autonomys.Cryptography.Bls12381.Fields.BaseLanes;

/// <summary>c0 + c1·u with u² = -1, not reduced.</summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct LazyFp2
{
    public readonly LazyFp C0;
    public readonly LazyFp C1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LazyFp2(in LazyFp c0, in LazyFp c1)
    {
        C0 = c0;
        C1 = c1;
    }

    /// <summary>The value times 1 + u.</summary>
    public LazyFp2 TimesNonResidue
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => new(C0 - C1, C0 + C1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LazyFp2 operator +(in LazyFp2 left, in LazyFp2 right) => new(left.C0 + right.C0, left.C1 + right.C1);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LazyFp2 operator -(in LazyFp2 left, in LazyFp2 right) => new(left.C0 - right.C0, left.C1 - right.C1);

    /// <summary>The three factors of the base field that a product takes from each side (Karatsuba).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Expand(in LazyFp2 value, Span<LazyFp> factors)
    {
        factors[0] = value.C0;
        factors[1] = value.C1;
        factors[2] = value.C0 + value.C1;
    }

    /// <summary>The product from the products of the factors: up to 1.1·p and 1.6·p.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static LazyFp2 Collapse(ReadOnlySpan<LazyFp> products) =>
        new(products[0] - products[1], products[2] - products[0] - products[1]);
}
