using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Bls12381.Curves;

/// <summary>Points and scalars that tests make of labels.</summary>
internal static class PointOracle
{
    public static Scalar RandomScalar(string label) => Scalar.FromSafeBytes(Vectors.Bytes(label, Scalar.SafeSize));

    public static G1Affine RandomG1(string label) => (G1Point.Generator * RandomScalar(label)).ToAffine();

    public static G2Affine RandomG2(string label) => (G2Point.Generator * RandomScalar(label)).ToAffine();

    /// <summary>A point of the curve, hardly ever in the subgroup: the first x from the label's bytes on that has a y.</summary>
    public static byte[] CompressedOnCurve(string label, int size)
    {
        for (int attempt = 0; ; attempt++)
        {
            byte[] compressed = Vectors.Bytes($"{label}-{attempt}", size);
            compressed[0] = (byte)((compressed[0] & 0x2f) | 0x80);
            if (size == 96)
            {
                compressed[48] &= 0x0f;
            }

            if (size == 48 ? G1Affine.TryFromCompressedUnchecked(compressed, out _) : G2Affine.TryFromCompressedUnchecked(compressed, out _))
            {
                return compressed;
            }
        }
    }
}
