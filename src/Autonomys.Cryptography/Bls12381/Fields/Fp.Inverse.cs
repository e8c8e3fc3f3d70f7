using System.Numerics;
using System.Runtime.CompilerServices;

namespace Autonomys.Cryptography.Bls12381.Fields;

/// <content>The inverse.</content>
internal readonly partial struct Fp
{
    /// <summary>Steps on the two approximations before they are taken over into the integers.</summary>
    private const int InnerSteps = 31;

    /// <summary>Each step shortens the two integers by a bit together; 2·381 - 1 steps are enough.</summary>
    private const int OuterSteps = 25;

    /// <summary>2^(3·384 + 33·25), as an ordinary integer: what the steps and the Montgomery form leave to be multiplied.</summary>
    private static Fp InverseCorrection => new(
        0xc75b87eae4c078ae, 0x5a053a5001d63318, 0x7afc9aa5647bc96a,
        0x523ec3bd5b17b648, 0x5f8a543218152dc6, 0x03d6ad095ef691c4);

    /// <summary>The inverse; zero for zero.</summary>
    /// <remarks>
    /// Binary extended Euclid on approximations (Pornin, "Optimized Binary GCD for Modular Inversion", 2020): 31 steps look at the highest 33 and
    /// the lowest 31 bits only and collect factors; then a = (a·f0 + b·g0) / 2^31 and b alike for the integers, and the same without the
    /// division, but with one of 2^64 modulo p, for u and v, where a = u·value and b = v·value up to powers of two. In the end a is 0 and b is 1.
    /// </remarks>
    [SkipLocalsInit]
    public static void Invert(in Fp value, out Fp result)
    {
        Wide a = new(value);
        Wide b = new(Modulus);
        Fp u = new(1, 0, 0, 0, 0, 0);
        Fp v = default;
        for (int i = 0; i < OuterSteps; i++)
        {
            Approximate(a, b, out ulong top, out ulong other);
            FindFactors(top, other, out long f0, out long g0, out long f1, out long g1);
            Wide.Combine(a, b, f0, g0, out Wide nextA);
            Wide.Combine(a, b, f1, g1, out Wide nextB);
            if (nextA.ShiftAndMakePositive(InnerSteps))
            {
                (f0, g0) = (-f0, -g0);
            }

            if (nextB.ShiftAndMakePositive(InnerSteps))
            {
                (f1, g1) = (-f1, -g1);
            }

            (a, b) = (nextA, nextB);
            Combine(u, v, f0, g0, out Fp nextU);
            Combine(u, v, f1, g1, out v);
            u = nextU;
        }

        Multiply(v, InverseCorrection, out result);
    }

    /// <summary>The integers themselves when both are below 2^64, else the top 33 bits of the longer one's places and the lowest 31.</summary>
    private static void Approximate(in Wide a, in Wide b, out ulong shortA, out ulong shortB)
    {
        int limb = Limbs - 1;
        while (limb > 0 && (a[limb] | b[limb]) == 0)
        {
            limb--;
        }

        if (limb == 0)
        {
            shortA = a[0];
            shortB = b[0];
            return;
        }

        int zeros = BitOperations.LeadingZeroCount(a[limb] | b[limb]);
        shortA = Join(a[limb], a[limb - 1], zeros, a[0]);
        shortB = Join(b[limb], b[limb - 1], zeros, b[0]);
    }

    private static ulong Join(ulong high, ulong low, int zeros, ulong lowest)
    {
        ulong top = zeros == 0 ? high : (high << zeros) | (low >> (64 - zeros));
        return ((top >> InnerSteps) << InnerSteps) | (lowest & ((1UL << InnerSteps) - 1));
    }

    /// <summary>Without branches: which way a step goes is a coin toss.</summary>
    private static void FindFactors(ulong a, ulong b, out long f0, out long g0, out long f1, out long g1)
    {
        // Both factors of a line in one word, each with a bias of 2^31 - 1 taken off when they are read: they stay within ±2^31.
        const ulong Bias = 0x7fffffff7fffffff;
        ulong line0 = Bias + 1;
        ulong line1 = Bias + (1UL << 32);
        for (int i = 0; i < InnerSteps; i++)
        {
            ulong odd = 0 - (a & 1);
            ulong swap = odd & (a < b ? ulong.MaxValue : 0);
            ulong difference = (a ^ b) & swap;
            a ^= difference;
            b ^= difference;
            difference = (line0 ^ line1) & swap;
            line0 ^= difference;
            line1 ^= difference;
            a -= b & odd;
            line0 -= (line1 - Bias) & odd;
            a >>= 1;
            line1 += line1 - Bias;
        }

        const long HalfBias = 0x7fffffff;
        f0 = (long)(line0 & 0xffffffff) - HalfBias;
        g0 = (long)(line0 >> 32) - HalfBias;
        f1 = (long)(line1 & 0xffffffff) - HalfBias;
        g1 = (long)(line1 >> 32) - HalfBias;
    }

    /// <summary>(u·f + v·g) / 2^64 modulo p.</summary>
    private static void Combine(in Fp u, in Fp v, long f, long g, out Fp result)
    {
        // Below 2^32·p in magnitude; with the multiple of p that clears the lowest limb it leaves -1·p to 2·p.
        Wide.Combine(new Wide(u), new Wide(v), f, g, out Wide sum);
        ulong factor = sum[0] * NegativeInverse;
        ulong carry = 0;
        MultiplyAdd(factor, P0, sum[0], ref carry);
        ulong t0 = MultiplyAdd(factor, P1, sum[1], ref carry);
        ulong t1 = MultiplyAdd(factor, P2, sum[2], ref carry);
        ulong t2 = MultiplyAdd(factor, P3, sum[3], ref carry);
        ulong t3 = MultiplyAdd(factor, P4, sum[4], ref carry);
        ulong t4 = MultiplyAdd(factor, P5, sum[5], ref carry);
        ulong t5 = sum[6] + carry;
        if ((long)t5 < 0)
        {
            carry = 0;
            t0 = AddCarry(t0, P0, ref carry);
            t1 = AddCarry(t1, P1, ref carry);
            t2 = AddCarry(t2, P2, ref carry);
            t3 = AddCarry(t3, P3, ref carry);
            t4 = AddCarry(t4, P4, ref carry);
            t5 += P5 + carry;
        }

        ReduceOnce(t0, t1, t2, t3, t4, t5, out result);
    }

    /// <summary>An integer of 448 bits with a sign, as two's complement.</summary>
    [InlineArray(Limbs + 1)]
    private struct Wide
    {
        private ulong _first;

        public Wide(in Fp limbs)
        {
            this[0] = limbs._limb0;
            this[1] = limbs._limb1;
            this[2] = limbs._limb2;
            this[3] = limbs._limb3;
            this[4] = limbs._limb4;
            this[5] = limbs._limb5;
            this[6] = 0;
        }

        /// <summary>x·f + y·g, where x and y are not negative and the factors are at most 2^31 in magnitude.</summary>
        public static void Combine(in Wide x, in Wide y, long f, long g, out Wide result)
        {
            // The sign of a factor goes to its integer: complement and one more.
            ulong signF = (ulong)(f >> 63);
            ulong signG = (ulong)(g >> 63);
            ulong absoluteF = ((ulong)f ^ signF) - signF;
            ulong absoluteG = ((ulong)g ^ signG) - signG;
            ulong oneF = signF & 1;
            ulong oneG = signG & 1;
            ulong carry = 0;
            result = default;
            for (int i = 0; i < Limbs; i++)
            {
                ulong limbX = (x[i] ^ signF) + oneF;
                ulong limbY = (y[i] ^ signG) + oneG;
                oneF &= limbX == 0 ? 1UL : 0;
                oneG &= limbY == 0 ? 1UL : 0;
                ulong carryX = carry;
                ulong sum = MultiplyAdd(limbX, absoluteF, 0, ref carryX);
                ulong carryY = 0;
                result[i] = MultiplyAdd(limbY, absoluteG, sum, ref carryY);
                carry = carryX + carryY;
            }

            result[Limbs] = ((signF + oneF) * absoluteF) + ((signG + oneG) * absoluteG) + carry;
        }

        /// <summary>Divides exactly by a power of two and drops the sign; true when there was one.</summary>
        public bool ShiftAndMakePositive(int bits)
        {
            ulong sign = (ulong)((long)this[Limbs] >> 63);
            ulong one = sign & 1;
            for (int i = 0; i < Limbs; i++)
            {
                ulong shifted = (this[i] >> bits) | (this[i + 1] << (64 - bits));
                this[i] = (shifted ^ sign) + one;
                one &= this[i] == 0 ? 1UL : 0;
            }

            this[Limbs] = 0;
            return sign != 0;
        }
    }
}
