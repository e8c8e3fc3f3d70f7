using System.Buffers.Binary;
using System.Text.Json;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.Sectors;

public sealed class SectorIdTests
{
    private static readonly FarmerProtocolInfo Network = new(HistorySize.One, 1000, 5, 1, 10, 4);

    private static IEnumerable<(JsonElement Entry, SectorId Id)> Sectors() =>
        Vectors.Json("primitives.json").GetProperty("sector_ids").EnumerateArray()
            .Select(entry => (entry, SectorId.FromHex(entry.GetProperty("sector_id").GetString()!)));

    [Fact]
    public void Ids_equal_the_vectors()
    {
        foreach ((JsonElement entry, SectorId id) in Sectors())
        {
            Blake3Hash publicKeyHash = PublicKey.From(entry.Hex("public_key")).Hash();
            Assert.Equal(entry.Hex("public_key_hash"), publicKeyHash.ToArray());
            Assert.Equal(
                id,
                SectorId.Derive(
                    publicKeyHash, new(entry.GetProperty("sector_index").GetUInt16()), new(entry.GetProperty("history_size").GetUInt64())));
        }
    }

    [Fact]
    public void Piece_indexes_equal_the_vectors_for_every_history_size()
    {
        foreach ((JsonElement entry, SectorId id) in Sectors())
        {
            foreach (JsonProperty history in entry.GetProperty("derive_piece_index_by_history_size").EnumerateObject())
            {
                HistorySize historySize = new(ulong.Parse(history.Name, System.Globalization.CultureInfo.InvariantCulture));
                ulong[] indexes = new ulong[1000];
                byte[] bytes = new byte[8 * indexes.Length];
                for (int offset = 0; offset < indexes.Length; offset++)
                {
                    indexes[offset] = id.DerivePieceIndex(new((ushort)offset), historySize, Network).Value;
                    BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * offset), indexes[offset]);
                }

                Assert.Equal(history.Value.Hex("blake3_of_1000_u64le"), Blake3.Hash(bytes).ToArray());
                if (history.Value.TryGetProperty("all_offsets_0_to_999", out JsonElement all))
                {
                    Assert.Equal(all.EnumerateArray().Select(value => value.GetUInt64()), indexes);
                }

                foreach (JsonElement sample in history.Value.GetProperty("sample_offset_piece_index").EnumerateArray())
                {
                    Assert.Equal(sample[1].GetUInt64(), indexes[sample[0].GetInt32()]);
                }
            }
        }
    }

    [Fact]
    public void Piece_indexes_equal_the_vectors_for_other_parameters()
    {
        SectorId id = Sectors().First().Id;
        foreach (JsonElement entry in Vectors.Json("primitives.json").GetProperty("derive_piece_index_other_parameters").EnumerateArray())
        {
            JsonElement fraction = entry.GetProperty("recent_history_fraction");
            ushort offset = 0;
            foreach (JsonElement expected in entry.GetProperty("offsets_0_to_63").EnumerateArray())
            {
                PieceIndex actual = id.DerivePieceIndex(
                    new(offset++),
                    new(entry.GetProperty("history_size").GetUInt64()),
                    entry.GetProperty("max_pieces_in_sector").GetUInt16(),
                    entry.GetProperty("recent_segments").GetUInt64(),
                    fraction[0].GetUInt64(),
                    fraction[1].GetUInt64());
                Assert.Equal(expected.GetUInt64(), actual.Value);
            }

            Assert.Equal(64, offset);
        }
    }

    [Fact]
    public void Evaluation_seeds_equal_the_vectors()
    {
        foreach ((JsonElement entry, SectorId id) in Sectors())
        {
            foreach (JsonElement seed in entry.GetProperty("evaluation_seeds_offset_seed").EnumerateArray())
            {
                Assert.Equal(seed[1].GetString(), id.DeriveEvaluationSeed(new(seed[0].GetUInt16())).ToString());
            }
        }
    }

    [Fact]
    public void Slot_challenges_equal_the_vectors()
    {
        foreach ((JsonElement entry, SectorId id) in Sectors())
        {
            foreach (JsonElement slot in entry.GetProperty("sector_slot_challenges").EnumerateArray())
            {
                SectorSlotChallenge challenge = id.DeriveSectorSlotChallenge(Blake3Hash.From(slot.Hex("global_challenge")));
                Assert.Equal(slot.Hex("sector_slot_challenge"), challenge.ToArray());
                Assert.Equal(slot.GetProperty("s_bucket_audit_index").GetUInt16(), challenge.SBucketAuditIndex.Value);
            }
        }
    }

    [Fact]
    public void Expiry_equals_the_vectors()
    {
        foreach ((JsonElement entry, SectorId id) in Sectors())
        {
            foreach (JsonElement expiry in entry.GetProperty("expiration").EnumerateArray())
            {
                HistorySize historySize = new(expiry.GetProperty("history_size").GetUInt64());
                HistorySize lifetime = new(expiry.GetProperty("min_sector_lifetime").GetUInt64());
                Assert.Equal(Optional(expiry.GetProperty("sector_expiration_check")), historySize.SectorExpirationCheck(lifetime));
                Assert.Equal(
                    Optional(expiry.GetProperty("expiration_history_size")),
                    id.DeriveExpirationHistorySize(historySize, SegmentCommitment.From(expiry.Hex("segment_commitment")), lifetime));
            }
        }
    }

    private static HistorySize? Optional(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null ? null : new(value.GetUInt64());
}
