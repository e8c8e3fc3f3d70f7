using System.Buffers.Binary;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Proofs.Space;

/// <summary>Sizes and constants of a proof of space (Chia Proof of Space Construction v1.1, with BLAKE3 as the network computes it).</summary>
public static class PosParameters
{
    /// <summary>K of the network.</summary>
    public const int NetworkK = 20;

    /// <summary>Smallest K that can be computed.</summary>
    public const int MinK = 15;

    /// <summary>Largest K that can be computed.</summary>
    public const int MaxK = 25;

    /// <summary>X values in a proof.</summary>
    public const int XsPerProof = 64;

    /// <summary>Tables, numbered from 1.</summary>
    public const int Tables = 7;

    /// <summary>Bits of the number of an s-bucket.</summary>
    private const int SBucketBits = 16;

    /// <summary>Bits by which a y is longer than K.</summary>
    public const int ExtensionBits = 6;

    /// <summary>Rows of the grid that a bucket is laid out on.</summary>
    public const int B = 119;

    /// <summary>Columns of the grid.</summary>
    public const int C = 127;

    /// <summary>How many consecutive y values one bucket covers.</summary>
    public const int BucketSpan = B * C;

    /// <summary>Right-hand targets of one left entry.</summary>
    public const int Targets = 1 << ExtensionBits;

    /// <summary>
    /// Entries that a bucket may hold, and matches that a pair of buckets may have. About 236 are expected, and the bound is some eighteen
    /// standard deviations away; it is a rule of the format all the same: whatever goes beyond is left out, in this order.
    /// </summary>
    public const int MaxBucketEntries = 512;

    /// <summary>Length of a proof in bytes: 64 values of K bits.</summary>
    public static int ProofSize(int k) => XsPerProof / 8 * k;

    /// <exception cref="ArgumentOutOfRangeException">K is not between 15 and 25.</exception>
    internal static void RequireK(int k)
    {
        if (k is < MinK or > MaxK)
        {
            throw new ArgumentOutOfRangeException(nameof(k), k, $"K must be between {MinK} and {MaxK}; the network's is {NetworkK}.");
        }
    }

    public static int YBits(int k) => k + ExtensionBits;

    public static int MetadataBits(int k, int table) => k * table switch
    {
        1 => 1,
        2 => 2,
        3 or 4 => 4,
        5 => 3,
        6 => 2,
        7 => 0,
        _ => throw new ArgumentOutOfRangeException(nameof(table)),
    };

    public static int Buckets(int k) => ((1 << YBits(k)) + BucketSpan - 1) / BucketSpan;

    /// <summary>Upper bound on the entries of any table but the first. It is above 2^K, and real tables do go above 2^K.</summary>
    public static int MaxEntries(int k) => (Buckets(k) - 1) * MaxBucketEntries;

    /// <summary>The bits of a y of table 7 that are zero in every y that proves an s-bucket: those of its first K beyond the sixteenth.</summary>
    internal static uint UnusedChallengeMask(int k) => ((1u << Math.Max(0, k - SBucketBits)) - 1) << ExtensionBits;

    /// <summary>
    /// The first K bits of y that prove an s-bucket: its number as four little-endian bytes, read big-endian, cut to K bits. For K above 16
    /// the bits beyond the sixteenth are zero; for K = 15 two neighbouring s-buckets share one value and so their proofs.
    /// </summary>
    internal static uint ChallengeBits(int k, SBucket sBucket) => BinaryPrimitives.ReverseEndianness((uint)sBucket.Value) >> (32 - k);
}
