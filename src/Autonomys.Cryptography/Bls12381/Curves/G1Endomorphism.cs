using Autonomys.Cryptography.Bls12381.Fields;

namespace Autonomys.Cryptography.Bls12381.Curves;

/// <summary>The map (x, y) → (βx, y) of G1, which multiplies every point of the subgroup by -z².</summary>
internal static class G1Endomorphism
{
    /// <summary>The cube root of one 0x5f19672f…fffefffe.</summary>
    public static Fp Beta => new(
        0x30f1361b798a64e8, 0xf3b8ddab7ece5a2a, 0x16a8ca3ac61577f7, 0xc26a2ff874fd029b, 0x3636b76660701c6e, 0x051ba4ab241b6160);
}
