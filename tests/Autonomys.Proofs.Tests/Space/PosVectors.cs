using System.Runtime.InteropServices;
using System.Text.Json;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Proofs.Tests.Space;

/// <summary>tests/vectors/pos.json.</summary>
internal static class PosVectors
{
    public const int Seeds = 6;

    public static readonly JsonElement File = Vectors.Json("pos.json");

    public static JsonElement Case(int seed) => File.GetProperty("seeds")[seed];

    public static PosSeed Seed(int seed) => PosSeed.From(Case(seed).Hex("seed"));

    /// <summary>Checks one table, given in creation order, against everything the vector says of it.</summary>
    public static void AssertTable(JsonElement expected, ReadOnlySpan<uint> ys, ReadOnlySpan<ulong> backPointers)
    {
        int number = expected.GetProperty("table").GetInt32();
        Assert.Equal(expected.GetProperty("entries").GetInt32(), ys.Length);
        Assert.Equal(Numbers(expected.GetProperty("first_16_ys")), ys[..16].ToArray());
        Assert.Equal(
            expected.GetProperty("first_16_positions").EnumerateArray().Select(pair => pair[0].GetUInt64() | (pair[1].GetUInt64() << 32)),
            backPointers[..(number == 1 ? 0 : 16)].ToArray());
        Assert.Equal(expected.GetProperty("blake3_ys_creation_order_u32le").GetString(), Hash(ys));
        Assert.Equal(expected.GetProperty("blake3_positions_creation_order_u32le_pairs").GetString(), Hash(backPointers));
        int[] occupancy = new int[4441];
        foreach (uint y in ys)
        {
            occupancy[y / (119 * 127)]++;
        }

        Assert.Equal(expected.GetProperty("max_bucket_occupancy").GetInt32(), occupancy.Max());
        uint[] sorted = ys.ToArray();
        Array.Sort(sorted);
        Assert.Equal(expected.GetProperty("blake3_ys_sorted_u32le").GetString(), Hash<uint>(sorted));
    }

    /// <summary>Checks the largest number of matches between two buckets, from the left y of each entry.</summary>
    public static void AssertMatches(JsonElement expected, ReadOnlySpan<ulong> backPointers, ReadOnlySpan<uint> parentYs)
    {
        int[] matches = new int[4441];
        foreach (ulong pair in backPointers)
        {
            matches[parentYs[(int)(uint)pair] / (119 * 127)]++;
        }

        Assert.Equal(expected.GetProperty("max_matches_per_bucket_pair").GetInt32(), matches.Max());
    }

    private static IEnumerable<uint> Numbers(JsonElement array) => array.EnumerateArray().Select(number => number.GetUInt32());

    private static string Hash<T>(ReadOnlySpan<T> values)
        where T : unmanaged => Blake3.Hash(MemoryMarshal.AsBytes(values)).ToString();
}
