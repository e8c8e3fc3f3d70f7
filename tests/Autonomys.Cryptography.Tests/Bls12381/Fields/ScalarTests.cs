using System.Globalization;
using System.Numerics;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields;

/// <summary>Every operation against BigInteger, edges against edges and many pseudo-random values.</summary>
public class ScalarTests
{
    internal static readonly BigInteger Modulus =
        BigInteger.Parse("073eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001", NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    internal static BigInteger[] Samples { get; } = MakeSamples();

    internal static Scalar FromInteger(BigInteger value)
    {
        byte[] bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] padded = new byte[Scalar.Size];
        bytes.CopyTo(padded, Scalar.Size - bytes.Length);
        return Scalar.FromBytes(padded);
    }

    internal static BigInteger ToInteger(Scalar value) => new(value.ToBytes(), isUnsigned: true, isBigEndian: true);

    [Fact]
    public void Arithmetic_equals_big_integers()
    {
        foreach (BigInteger a in Samples)
        {
            Scalar x = FromInteger(a);
            Assert.Equal(a, ToInteger(x));
            Assert.Equal((Modulus - a) % Modulus, ToInteger(-x));
            Assert.Equal(a * a % Modulus, ToInteger(x.Square()));
            foreach (BigInteger b in Samples)
            {
                Scalar y = FromInteger(b);
                Assert.Equal((a + b) % Modulus, ToInteger(x + y));
                Assert.Equal((a - b + Modulus) % Modulus, ToInteger(x - y));
                Assert.Equal(a * b % Modulus, ToInteger(x * y));
                Assert.Equal(a == b, x == y);
            }
        }
    }

    [Fact]
    public void Montgomery_limbs_at_the_edges_multiply_correctly()
    {
        // The stored limbs, not the values, drive the carries: choose values whose limbs are all ones, zeros and near r.
        BigInteger shift = BigInteger.One << 256;
        BigInteger inverseOfShift = BigInteger.ModPow(shift, Modulus - 2, Modulus);
        BigInteger[] stored =
        [
            0, 1, ulong.MaxValue, BigInteger.One << 64, (BigInteger.One << 128) - 1, (BigInteger.One << 192) - 1, BigInteger.One << 192,
            (BigInteger.One << 254) - 1, Modulus - 1, Modulus - 2, Modulus - (BigInteger.One << 64), Modulus >> 1, (Modulus >> 1) + 1,
        ];
        foreach (BigInteger a in stored)
        {
            foreach (BigInteger b in stored)
            {
                BigInteger x = a * inverseOfShift % Modulus, y = b * inverseOfShift % Modulus;
                Assert.Equal(x * y % Modulus, ToInteger(FromInteger(x) * FromInteger(y)));
                Assert.Equal((x + y) % Modulus, ToInteger(FromInteger(x) + FromInteger(y)));
                Assert.Equal((x - y + Modulus) % Modulus, ToInteger(FromInteger(x) - FromInteger(y)));
            }
        }
    }

    [Fact]
    public void Inverses_and_powers_equal_big_integers()
    {
        foreach (BigInteger a in Samples)
        {
            Scalar x = FromInteger(a);
            Assert.Equal(BigInteger.ModPow(a, Modulus - 2, Modulus), ToInteger(x.Invert()));
            foreach (ulong exponent in new ulong[] { 0, 1, 2, 3, 32768, ulong.MaxValue })
            {
                Assert.Equal(BigInteger.ModPow(a, exponent, Modulus), ToInteger(x.Pow(exponent)));
            }
        }

        Assert.True(Scalar.Zero.Invert().IsZero);
        Assert.Equal(Scalar.One, Scalar.FromUInt64(1));
        Assert.Equal(new BigInteger(ulong.MaxValue), ToInteger(Scalar.FromUInt64(ulong.MaxValue)));
    }

    [Fact]
    public void Batch_inverse_equals_single_inverses_and_keeps_zeros()
    {
        Scalar[] values = [.. Samples.Select(FromInteger), Scalar.Zero, Scalar.One];
        Scalar[] inverses = [.. values];
        Scalar.InvertBatch(inverses);
        Assert.Equal(values.Select(value => value.Invert()), inverses);
        Scalar.InvertBatch([]);
    }

    [Fact]
    public void Bytes_at_or_above_the_modulus_are_refused()
    {
        byte[] modulus = Modulus.ToByteArray(isUnsigned: true, isBigEndian: true);
        Assert.False(Scalar.TryFromBytes(modulus, out Scalar refused));
        Assert.True(refused.IsZero);
        Assert.Throws<ArgumentException>(() => Scalar.FromBytes(modulus));
        foreach (BigInteger value in new[] { Modulus + 1, Modulus + (BigInteger.One << 64), (BigInteger.One << 256) - 1 })
        {
            Assert.False(Scalar.TryFromBytes(value.ToByteArray(isUnsigned: true, isBigEndian: true), out _));
        }

        Assert.Equal(Modulus - 1, ToInteger(FromInteger(Modulus - 1)));
        Assert.False(Scalar.TryFromBytes(new byte[31], out _));
        Assert.False(Scalar.TryFromBytes(new byte[33], out _));
    }

    [Fact]
    public void Safe_bytes_are_the_low_31_bytes()
    {
        byte[] safe = new byte[31];
        Array.Fill(safe, (byte)0xff);
        Assert.Equal((BigInteger.One << 248) - 1, ToInteger(Scalar.FromSafeBytes(safe)));
        Assert.Throws<ArgumentException>(() => Scalar.FromSafeBytes(new byte[32]));
    }

    [Fact]
    public void Canonical_limbs_are_the_integer()
    {
        Span<ulong> limbs = stackalloc ulong[4];
        foreach (BigInteger a in Samples)
        {
            FromInteger(a).ToCanonicalLimbs(limbs);
            BigInteger read = limbs[0] + ((BigInteger)limbs[1] << 64) + ((BigInteger)limbs[2] << 128) + ((BigInteger)limbs[3] << 192);
            Assert.Equal(a, read);
        }
    }

    [Theory]
    [InlineData("kzg.json")]
    [InlineData("kzg-development.json")]
    public void Range_check_agrees_with_the_reference(string file)
    {
        var expected = Vectors.Json(file).GetProperty("scalar_from_bytes");
        byte[] ones = new byte[32];
        Array.Fill(ones, (byte)0xff);
        Assert.Equal(expected.GetProperty("all_ff").GetBoolean(), Scalar.TryFromBytes(ones, out _));
        Assert.Equal(expected.GetProperty("modulus").GetBoolean(), Scalar.TryFromBytes(Modulus.ToByteArray(true, true), out _));
        Assert.Equal(expected.GetProperty("modulus_minus_1").GetBoolean(), Scalar.TryFromBytes((Modulus - 1).ToByteArray(true, true), out _));
    }

    private static BigInteger[] MakeSamples()
    {
        List<BigInteger> samples = [0, 1, 2, ulong.MaxValue, Modulus - 1, Modulus - 2, Modulus >> 1, (Modulus >> 1) + 1];
        for (int bit = 31; bit < 255; bit += 32)
        {
            samples.Add((BigInteger.One << bit) % Modulus);
            samples.Add(((BigInteger.One << (bit + 1)) - 1) % Modulus);
        }

        for (int i = 0; i < 40; i++)
        {
            samples.Add(new BigInteger(Vectors.Bytes($"scalar-test-{i}", 40), isUnsigned: true) % Modulus);
        }

        return [.. samples];
    }
}
