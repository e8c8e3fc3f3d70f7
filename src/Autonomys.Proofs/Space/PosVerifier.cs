using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space.Reference;

namespace Autonomys.Proofs.Space;

/// <summary>Checks a proof of space without tables.</summary>
public static class PosVerifier
{
    /// <summary>Whether <paramref name="proof"/> proves <paramref name="sBucket"/> under <paramref name="seed"/>. False for a proof of another length.</summary>
    /// <exception cref="ArgumentOutOfRangeException">K is not between 15 and 25.</exception>
    public static bool IsValid(PosSeed seed, SBucket sBucket, ReadOnlySpan<byte> proof, int k = PosParameters.NetworkK)
    {
        PosParameters.RequireK(k);
        return IsValid(seed, PosParameters.ChallengeBits(k, sBucket), proof, k);
    }

    /// <summary>Whether the proof leads to a y of table 7 whose first K bits are <paramref name="challengeBits"/>.</summary>
    internal static bool IsValid(PosSeed seed, uint challengeBits, ReadOnlySpan<byte> proof, int k)
    {
        if (proof.Length != PosParameters.ProofSize(k))
        {
            return false;
        }

        Span<uint> ys = stackalloc uint[PosParameters.XsPerProof];
        Span<UInt128> metadata = stackalloc UInt128[PosParameters.XsPerProof];
        ReadOnlySpan<byte> seedBytes = seed.AsSpan();
        for (int i = 0; i < PosParameters.XsPerProof; i++)
        {
            uint x = ReadX(proof, i, k);
            ys[i] = PosFunctions.F1(k, seedBytes, x);
            metadata[i] = x;
        }

        for (int table = 2, count = PosParameters.XsPerProof / 2; table <= PosParameters.Tables; table++, count /= 2)
        {
            for (int i = 0; i < count; i++)
            {
                if (!PosFunctions.Matches(ys[2 * i], ys[(2 * i) + 1]))
                {
                    return false;
                }

                (ys[i], metadata[i]) = PosFunctions.Fn(k, table, ys[2 * i], metadata[2 * i], metadata[(2 * i) + 1]);
            }
        }

        return ys[0] >> PosParameters.ExtensionBits == challengeBits;
    }

    /// <summary>The K bits at bit K·index.</summary>
    private static uint ReadX(ReadOnlySpan<byte> proof, int index, int k)
    {
        uint x = 0;
        for (int bit = k * index; bit < k * (index + 1); bit++)
        {
            x = (x << 1) | ((uint)(proof[bit / 8] >> (7 - (bit % 8))) & 1);
        }

        return x;
    }
}
