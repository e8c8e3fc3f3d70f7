using System.Globalization;
using System.Text.Json;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.Solutions;

public sealed class SolutionRangesTests
{
    private static JsonElement Ranges => Vectors.Json("primitives.json").GetProperty("solution_range");

    [Fact]
    public void Ranges_of_pieces_and_fork_weights_equal_the_vectors()
    {
        foreach (JsonElement entry in Ranges.GetProperty("values").EnumerateArray())
        {
            SolutionRange range = SolutionRanges.FromPieces(entry.GetProperty("pieces").GetUInt64());
            Assert.Equal(entry.GetProperty("solution_range").GetUInt64(), range.Value);
            Assert.Equal(entry.GetProperty("back_to_pieces").GetUInt64(), SolutionRanges.ToPieces(range));
            Assert.Equal(
                entry.GetProperty("block_fork_weight").GetString(),
                SolutionRanges.BlockForkWeight(range).ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public void Distances_equal_the_vectors()
    {
        foreach (JsonElement entry in Ranges.GetProperty("bidirectional_distance_u64 [a,b,d]").EnumerateArray())
        {
            Assert.Equal(entry[2].GetUInt64(), SolutionRanges.BidirectionalDistance(entry[0].GetUInt64(), entry[1].GetUInt64()));
        }
    }

    [Fact]
    public void Next_ranges_equal_the_vectors()
    {
        foreach (JsonElement entry in Ranges.GetProperty("derive_next_solution_range").EnumerateArray())
        {
            SolutionRange next = SolutionRanges.DeriveNext(
                new(entry.GetProperty("start_slot").GetUInt64()),
                new(entry.GetProperty("current_slot").GetUInt64()),
                new(entry.GetProperty("current").GetUInt64()),
                entry.GetProperty("era_duration").GetUInt32());
            Assert.Equal(entry.GetProperty("next").GetUInt64(), next.Value);
        }
    }

    [Fact]
    public void Chunks_within_a_range_equal_the_vectors()
    {
        foreach (JsonElement entry in Vectors.Json("primitives.json").GetProperty("is_within_solution_range").EnumerateArray())
        {
            Blake3Hash globalChallenge = Blake3Hash.From(entry.Hex("global_challenge"));
            SectorSlotChallenge challenge = SectorId.From(entry.Hex("sector_id")).DeriveSectorSlotChallenge(globalChallenge);
            Assert.Equal(entry.Hex("sector_slot_challenge"), challenge.ToArray());
            byte[] chunk = entry.Hex("chunk");
            foreach ((string name, ulong range) in (ReadOnlySpan<(string, ulong)>)[("distance_u64max", ulong.MaxValue), ("distance_within_2e62", 1ul << 62)])
            {
                JsonElement expected = entry.GetProperty(name);
                Assert.Equal(
                    expected.ValueKind == JsonValueKind.Null ? null : expected.GetUInt64(),
                    SolutionRanges.IsWithinSolutionRange(globalChallenge, chunk, challenge, new(range)));
            }
        }
    }

    [Fact]
    public void The_border_of_a_range_is_half_of_it()
    {
        JsonElement entry = Vectors.Json("primitives.json").GetProperty("is_within_solution_range")[0];
        Blake3Hash globalChallenge = Blake3Hash.From(entry.Hex("global_challenge"));
        SectorSlotChallenge challenge = SectorSlotChallenge.From(entry.Hex("sector_slot_challenge"));
        ulong distance = entry.GetProperty("distance_u64max").GetUInt64();
        byte[] chunk = entry.Hex("chunk");
        Assert.Equal(distance, SolutionRanges.IsWithinSolutionRange(globalChallenge, chunk, challenge, new(2 * distance)));
        Assert.Null(SolutionRanges.IsWithinSolutionRange(globalChallenge, chunk, challenge, new((2 * distance) - 1)));
    }
}
