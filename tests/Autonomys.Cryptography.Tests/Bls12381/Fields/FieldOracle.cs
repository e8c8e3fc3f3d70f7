using System.Globalization;
using System.Numerics;
using Autonomys.Cryptography.Bls12381.Fields;
using CsCheck;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields;

/// <summary>The base field once more in BigInteger.</summary>
internal static class FieldOracle
{
    public static readonly BigInteger Modulus = BigInteger.Parse(
        "01a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab",
        NumberStyles.HexNumber,
        CultureInfo.InvariantCulture);

    /// <summary>Values at limb borders, around half the modulus and at its ends, in ordinary and in Montgomery form.</summary>
    public static readonly BigInteger[] Edges = MakeEdges();

    public static readonly Gen<BigInteger> Element =
        Gen.Byte.Array[48].Select(bytes => new BigInteger(bytes, isUnsigned: true) % Modulus);

    public static byte[] ToBytes(BigInteger value)
    {
        byte[] bytes = new byte[48];
        byte[] short_ = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        short_.CopyTo(bytes, 48 - short_.Length);
        return bytes;
    }

    public static Fp ToFp(BigInteger value)
    {
        Assert.True(Fp.TryFromBytes(ToBytes(value), out Fp element));
        return element;
    }

    public static BigInteger ToInteger(Fp element)
    {
        byte[] bytes = new byte[48];
        element.ToBytes(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    public static void Expect(BigInteger expected, Fp actual)
    {
        BigInteger reduced = ((expected % Modulus) + Modulus) % Modulus;
        if (ToInteger(actual) != reduced)
        {
            Assert.Fail($"Expected {reduced:x}, found {actual}.");
        }
    }

    private static BigInteger[] MakeEdges()
    {
        BigInteger radixInverse = BigInteger.ModPow(BigInteger.One << 384, Modulus - 2, Modulus);
        List<BigInteger> plain = [0, 1, 2, 3, Modulus - 1, Modulus - 2, (Modulus - 1) / 2, (Modulus + 1) / 2];
        for (int limb = 1; limb < 6; limb++)
        {
            plain.Add((BigInteger.One << (64 * limb)) - 1);
            plain.Add(BigInteger.One << (64 * limb));
        }

        plain.Add((BigInteger.One << 380) - 1);

        // The same limbs inside: the value whose Montgomery form is the edge.
        return [.. plain, .. plain.Select(value => value * radixInverse % Modulus)];
    }
}
