using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.Fields.Lanes;
using CsCheck;

namespace Autonomys.Cryptography.Tests.Bls12381.Fields.Lanes;

/// <summary>Arithmetic in lanes against <see cref="BigInteger"/>, at the limits that its methods state.</summary>
public sealed unsafe class LaneFieldTests
{
    private const int Bits = 29;

    private static readonly BigInteger R = BigInteger.Parse("52435875175126190479447740508185965837690552500527637822603658699938581184513");

    private static readonly BigInteger Radix = BigInteger.One << (Bits * Scalar.ShortLimbs);

    // Values at the edges of limbs and of r.
    private static readonly BigInteger[] Edges =
    [
        0, 1, 2, (1 << Bits) - 1, 1 << Bits, R - 1, R - 2, R >> 1, (BigInteger.One << 254) - 1, (BigInteger.One << 232) - 1, BigInteger.One << 232,
        ((BigInteger.One << 29) - 1) << 203,
    ];

    [Fact]
    public void Vectors_of_256_bits_multiply_add_and_reduce() => CheckAll<Vector256<uint>, Lanes256>();

    [Fact]
    public void Vectors_of_512_bits_multiply_add_and_reduce() => CheckAll<Vector512<uint>, Lanes512>();

    [Fact]
    public void Vectors_of_256_bits_do_so_for_any_values() => CheckRandom<Vector256<uint>, Lanes256>();

    [Fact]
    public void Vectors_of_512_bits_do_so_for_any_values() => CheckRandom<Vector512<uint>, Lanes512>();

    [Fact]
    public void Short_limbs_of_any_multiple_of_r_lose_the_multiple()
    {
        uint* limbs = stackalloc uint[Scalar.ShortLimbs];
        foreach (BigInteger edge in Edges)
        {
            Scalar scalar = ToScalar(edge);
            scalar.ToShortLimbs(limbs, 1);
            Assert.Equal(scalar, Scalar.FromShortLimbs(limbs, 1));
            BigInteger integer = Join(limbs, 1);
            Assert.True(integer < R);
            for (int multiple = 1; multiple < 63; multiple++)
            {
                Split(integer + (multiple * R), limbs, 1);
                Assert.Equal(scalar, Scalar.FromShortLimbs(limbs, 1));
            }
        }
    }

    private static void CheckAll<TVector, TOperations>()
        where TVector : unmanaged
        where TOperations : struct, ILaneOperations<TVector>
    {
        List<(BigInteger Left, BigInteger Right)> pairs = [];
        foreach (BigInteger left in Edges)
        {
            foreach (BigInteger right in Edges)
            {
                pairs.Add((left, right));
                pairs.Add((left + (34 * R), right));
            }
        }

        Check<TVector, TOperations>(pairs);
    }

    private static void CheckRandom<TVector, TOperations>()
        where TVector : unmanaged
        where TOperations : struct, ILaneOperations<TVector>
    {
        Gen<BigInteger> any = Gen.Byte.Array[33].Select(bytes => new BigInteger(bytes, isUnsigned: true));
        Gen.Select(any, any, Gen.Int[0, 34]).Array[TOperations.Lanes].Sample(
            triples => Check<TVector, TOperations>([.. triples.Select(each => ((each.Item1 % R) + (each.Item3 * R), each.Item2 % R))]), iter: 100);
    }

    private static void Check<TVector, TOperations>(IReadOnlyList<(BigInteger Left, BigInteger Right)> pairs)
        where TVector : unmanaged
        where TOperations : struct, ILaneOperations<TVector>
    {
        int lanes = TOperations.Lanes;
        TVector* memory = (TVector*)NativeMemory.AlignedAlloc((nuint)(sizeof(TVector) * Scalar.ShortLimbs * 8), 64);
        try
        {
            TVector* left = memory;
            TVector* right = left + Scalar.ShortLimbs;
            TVector* product = right + Scalar.ShortLimbs;
            TVector* high = product + Scalar.ShortLimbs;
            TVector* scratch = high + Scalar.ShortLimbs;
            for (int first = 0; first < pairs.Count; first += lanes)
            {
                // The last group takes up pairs of the first one.
                (BigInteger Left, BigInteger Right)[] group = [.. Enumerable.Range(first, lanes).Select(i => pairs[i % pairs.Count])];
                Load(group.Select(pair => pair.Left), left, lanes);
                Load(group.Select(pair => pair.Right), right, lanes);
                LaneField<TVector, TOperations>.Multiply(left, right, product, scratch);
                BigInteger[] products = Read(product, lanes);
                for (int i = 0; i < lanes; i++)
                {
                    Assert.Equal(group[i].Left * group[i].Right % R, products[i] * Radix % R);
                    Assert.True(2 * products[i] < 3 * R);
                }

                LaneField<TVector, TOperations>.AddSubtract(left, product, high);
                BigInteger[] sums = Read(left, lanes);
                BigInteger[] differences = Read(high, lanes);
                for (int i = 0; i < lanes; i++)
                {
                    Assert.Equal(group[i].Left + products[i], sums[i]);
                    Assert.Equal(group[i].Left - products[i] + (2 * R), differences[i]);
                }

                // A factor whose limbs overflow, as the second level of a pass has it.
                LaneField<TVector, TOperations>.Multiply(high, right, scratch - (2 * Scalar.ShortLimbs), scratch);
                BigInteger[] second = Read(scratch - (2 * Scalar.ShortLimbs), lanes);
                for (int i = 0; i < lanes; i++)
                {
                    Assert.Equal(differences[i] * group[i].Right % R, second[i] * Radix % R);
                }

                LaneField<TVector, TOperations>.AddSubtractSettled(left, product, high);
                BigInteger[] settledSums = Read(left, lanes);
                BigInteger[] settledDifferences = Read(high, lanes);
                for (int i = 0; i < lanes; i++)
                {
                    Assert.Equal(sums[i] + second[i], settledSums[i]);
                    Assert.Equal(sums[i] - second[i] + (2 * R), settledDifferences[i]);
                }

                RequireSettled(left, lanes);
                RequireSettled(high, lanes);
                LaneField<TVector, TOperations>.AddAndSubtract(right, right, product, right);
                LaneField<TVector, TOperations>.Reduce(left);
                RequireSettled(left, lanes);
                RequireSettled(right, lanes);
                BigInteger[] reduced = Read(left, lanes);
                BigInteger[] combined = Read(right, lanes);
                for (int i = 0; i < lanes; i++)
                {
                    Assert.Equal(settledSums[i] % R, reduced[i] % R);
                    Assert.True(100 * reduced[i] < 105 * R);
                    Assert.Equal((2 * group[i].Right) - second[i] + (2 * R), combined[i]);
                }
            }
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    private static void Load<TVector>(IEnumerable<BigInteger> values, TVector* group, int lanes)
        where TVector : unmanaged
    {
        int lane = 0;
        foreach (BigInteger value in values)
        {
            Split(value, (uint*)group + lane++, lanes);
        }
    }

    private static BigInteger[] Read<TVector>(TVector* group, int lanes)
        where TVector : unmanaged
    {
        BigInteger[] values = new BigInteger[lanes];
        for (int i = 0; i < lanes; i++)
        {
            values[i] = Join((uint*)group + i, lanes);
        }

        return values;
    }

    private static void RequireSettled<TVector>(TVector* group, int lanes)
        where TVector : unmanaged
    {
        for (int i = 0; i < lanes * Scalar.ShortLimbs; i++)
        {
            Assert.True(((uint*)group)[i] < 1u << Bits);
        }
    }

    private static Scalar ToScalar(BigInteger value)
    {
        byte[] bytes = new byte[Scalar.Size];
        byte[] shortest = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        shortest.CopyTo(bytes, bytes.Length - shortest.Length);
        return Scalar.FromBytes(bytes);
    }

    private static void Split(BigInteger value, uint* limbs, int stride)
    {
        for (int i = 0; i < Scalar.ShortLimbs; i++)
        {
            limbs[i * stride] = (uint)(value & ((1 << Bits) - 1));
            value >>= Bits;
        }

        Assert.True(value.IsZero);
    }

    private static BigInteger Join(uint* limbs, int stride)
    {
        BigInteger value = 0;
        for (int i = Scalar.ShortLimbs - 1; i >= 0; i--)
        {
            value = (value << Bits) + limbs[i * stride];
        }

        return value;
    }
}
