namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>The number z that defines the curve: p, r, the Miller loop and the endomorphisms are polynomials in it.</summary>
internal static class CurveParameter
{
    /// <summary>|z|; z itself is negative.</summary>
    public const ulong Absolute = 0xd201000000010000;

    /// <summary>The order r = z⁴ - z² + 1 of G1 and G2, little-endian limbs.</summary>
    public static ReadOnlySpan<ulong> Order =>
        [0xffffffff00000001, 0x53bda402fffe5bfe, 0x3339d80809a1d805, 0x73eda753299d7d48];
}
