using System.Text.Json;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests;

public sealed class ConstantsTests
{
    [Fact]
    public void Every_constant_equals_the_network()
    {
        const int SectorIndexAndPieces = 2 * sizeof(ushort);
        long SectorSize(long pieces) =>
            ((RecordLayout.SBuckets / 8) + (long)RecordLayout.RecordSize + RecordLayout.CommitmentSize + RecordLayout.WitnessSize + Blake3Hash.Size)
            * pieces + (2 * Blake3Hash.Size);

        Dictionary<string, long> expected = new()
        {
            ["ArchivedHistorySegment::NUM_PIECES"] = SegmentLayout.Pieces,
            ["ArchivedHistorySegment::SIZE"] = SegmentLayout.ArchivedSize,
            ["Blake3Hash::SIZE"] = Blake3Hash.Size,
            ["ChunkWitness::SIZE"] = ChunkWitness.Size,
            ["MAX_SEGMENT_HEADERS_PER_REQUEST"] = 1000,
            ["Piece::SIZE"] = Piece.Size,
            ["PosProof::K"] = 20,
            ["PosProof::SIZE"] = PosProof.Size,
            ["PosSeed::SIZE"] = PosSeed.Size,
            ["PotCheckpoints::NUM_CHECKPOINTS"] = PotCheckpoints.Count,
            ["PotKey::SIZE"] = PotKey.Size,
            ["PotOutput::SIZE"] = PotOutput.Size,
            ["PotSeed::SIZE"] = PotSeed.Size,
            ["PublicKey::SIZE"] = PublicKey.Size,
            ["Randomness::SIZE"] = Blake3Hash.Size,
            ["RawRecord::NUM_CHUNKS"] = RecordLayout.ChunksPerRecord,
            ["RawRecord::SIZE"] = RecordLayout.RawRecordSize,
            ["Record::NUM_CHUNKS"] = RecordLayout.ChunksPerRecord,
            ["Record::NUM_S_BUCKETS"] = RecordLayout.SBuckets,
            ["Record::SIZE"] = RecordLayout.RecordSize,
            ["RecordCommitment::SIZE"] = RecordCommitment.Size,
            ["RecordWitness::SIZE"] = RecordWitness.Size,
            ["RecordedHistorySegment::NUM_RAW_RECORDS"] = SegmentLayout.RawRecords,
            ["RecordedHistorySegment::SIZE"] = SegmentLayout.RecordedSize,
            ["RewardSignature::SIZE"] = RewardSignature.Size,
            ["ScalarBytes::FULL_BYTES"] = RecordLayout.ScalarSize,
            ["ScalarBytes::SAFE_BYTES"] = RecordLayout.SafeScalarSize,
            ["SegmentCommitment::SIZE"] = SegmentCommitment.Size,
            ["Solution<PublicKey> SCALE len"] = Solution.EncodedSize,

            // Their code is in the layers above; the numbers follow from the sizes here.
            ["SectorContentsMap::encoded_size(1000)"] = (1000 * RecordLayout.SBuckets / 8) + Blake3Hash.Size,
            ["SectorMetadataChecksummed::encoded_size"] =
                SectorIndexAndPieces + (RecordLayout.SBuckets * sizeof(ushort)) + sizeof(ulong) + Blake3Hash.Size,
            ["kzg::NUM_G1_POWERS"] = RecordLayout.ChunksPerRecord,
            ["kzg::NUM_G2_POWERS"] = 65,
            ["sector_record_chunks_size(1000)"] = 1000L * RecordLayout.RecordSize,
            ["sector_record_metadata_size(1000)"] = 1000L * (RecordLayout.CommitmentSize + RecordLayout.WitnessSize + Blake3Hash.Size),
            ["sector_size(1)"] = SectorSize(1),
            ["sector_size(4)"] = SectorSize(4),
            ["sector_size(20)"] = SectorSize(20),
            ["sector_size(1000)"] = SectorSize(1000),
        };

        int seen = 0;
        foreach (JsonProperty constant in Vectors.Json("primitives.json").GetProperty("constants").EnumerateObject())
        {
            switch (constant.Name)
            {
                case "REWARD_SIGNING_CONTEXT":
                    Assert.Equal(ProtocolConstants.RewardSigningContext, constant.Value.GetString());
                    break;
                case "RecordedHistorySegment::ERASURE_CODING_RATE":
                    Assert.Equal(SegmentLayout.Pieces / SegmentLayout.RawRecords, constant.Value[1].GetInt32() / constant.Value[0].GetInt32());
                    break;
                default:
                    Assert.True(expected.TryGetValue(constant.Name, out long value), $"{constant.Name} is not checked");
                    Assert.True(value == constant.Value.GetInt64(), $"{constant.Name} is {constant.Value}, not {value}");
                    seen++;
                    break;
            }
        }

        Assert.Equal(expected.Count, seen);
    }

    [Fact]
    public void Every_runtime_constant_equals_the_network()
    {
        Dictionary<string, ulong[]> expected = new()
        {
            ["BLOCK_AUTHORING_DELAY_slots"] = [ProtocolConstants.BlockAuthoringDelaySlots],
            ["ERA_DURATION_IN_BLOCKS"] = [ProtocolConstants.EraDurationBlocks],
            ["EXPECTED_VOTES_PER_BLOCK"] = [ProtocolConstants.ExpectedVotesPerBlock],
            ["INITIAL_SOLUTION_RANGE"] = [ProtocolConstants.InitialSolutionRange.Value],
            ["MAX_PIECES_IN_SECTOR"] = [ProtocolConstants.MaxPiecesInSector],
            ["MIN_SECTOR_LIFETIME"] = [ProtocolConstants.MinSectorLifetime],
            ["POT_ENTROPY_INJECTION_DELAY_slots"] = [ProtocolConstants.PotEntropyInjectionDelaySlots],
            ["POT_ENTROPY_INJECTION_INTERVAL_blocks"] = [ProtocolConstants.PotEntropyInjectionIntervalBlocks],
            ["POT_ENTROPY_INJECTION_LOOKBACK_DEPTH"] = [ProtocolConstants.PotEntropyInjectionLookbackDepth],
            ["RECENT_HISTORY_FRACTION"] = [ProtocolConstants.RecentFractionNumerator, ProtocolConstants.RecentFractionDenominator],
            ["RECENT_SEGMENTS"] = [ProtocolConstants.RecentSegments],
            ["SLOT_DURATION_ms"] = [(ulong)ProtocolConstants.SlotDuration.TotalMilliseconds],
            ["SLOT_PROBABILITY"] = [ProtocolConstants.SlotProbabilityNumerator, ProtocolConstants.SlotProbabilityDenominator],
            ["confirmation_depth_k_default"] = [ProtocolConstants.ConfirmationDepthBlocks],
        };
        foreach (JsonProperty constant in Vectors.Json("primitives.json").GetProperty("runtime_constants").EnumerateObject())
        {
            if (constant.Name != "how")
            {
                Assert.True(expected.Remove(constant.Name, out ulong[]? values), $"{constant.Name} is not checked");
                ulong[] actual = constant.Value.ValueKind == JsonValueKind.Array
                    ? [.. constant.Value.EnumerateArray().Select(value => value.GetUInt64())]
                    : [constant.Value.GetUInt64()];
                Assert.Equal(actual, values);
            }
        }

        Assert.Empty(expected);
    }

    /// <summary>So that a vector added later is not overlooked: each part of the file has its test.</summary>
    [Fact]
    public void Every_part_of_the_vectors_is_known()
    {
        string[] parts = [.. Vectors.Json("primitives.json").EnumerateObject().Select(part => part.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "constants", "derive_piece_index_other_parameters", "hashes", "how", "is_within_solution_range", "piece_index",
                "reward_signature", "runtime_constants", "sector_ids", "segment_headers", "segment_piece_indexes_source_first_of_segment_3",
                "solution_range", "solutions",
            ],
            parts);
    }
}
