namespace Autonomys.Cryptography.Bls12381.Fields;

/// <summary>Powers of 1 + u that appear when an element over the quadratic field is raised to the p-th power.</summary>
internal static class FrobeniusPowers
{
    /// <summary>(p - 1) / 6, little-endian limbs.</summary>
    private static ReadOnlySpan<ulong> Exponent =>
        [0x49aa7ffffffff1c7, 0x051caaaa72e35555, 0xe688231ad3c82906, 0xe613e1eb7deb831f, 0x0c849bf3b5e1f223, 0x045582fc5eeaa66f];

    private static readonly Fp2[] Powers = Compute();

    /// <summary>Element i is (1 + u)^(i(p - 1)/6), for i from 0 to 5.</summary>
    public static ReadOnlySpan<Fp2> OfNonResidue => Powers;

    private static Fp2[] Compute()
    {
        Fp2[] powers = new Fp2[6];
        powers[0] = Fp2.One;
        Fp2.Pow(Fp2.NonResidue, Exponent, out powers[1]);
        for (int i = 2; i < powers.Length; i++)
        {
            Fp2.Multiply(powers[i - 1], powers[1], out powers[i]);
        }

        return powers;
    }
}
