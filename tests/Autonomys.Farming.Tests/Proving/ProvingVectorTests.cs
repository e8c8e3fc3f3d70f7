using System.Text.Json;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Proving;

/// <summary>Solutions equal to the reference's, from sectors plotted here.</summary>
public class ProvingVectorTests
{
    [Fact]
    public void Solutions_of_small_sectors_are_the_reference_s() => Check(4, 8);

    [Fact]
    [Trait("Category", "Long")]
    public void Solutions_of_larger_sectors_are_the_reference_s()
    {
        VectorSectors.SkipUnlessLong();
        Check(20, 8);
    }

    private static void Check(int pieces, int count)
    {
        string? path = Vectors.EthereumKzgParameters();
        if (path is null)
        {
            Assert.Skip(Vectors.NeedsEthereumKzgParameters);
        }

        JsonElement audit = Vectors.Json("audit.json");
        PublicKey rewardAddress = PublicKey.From(audit.Hex("reward_address"));
        SolutionProver prover = new(Kzg.Load(path), VectorSectors.ErasureCoding);
        CachedProofs proofs = new();
        JsonElement[] expected = [.. audit.GetProperty("solutions").EnumerateArray()
            .Where(s => s.GetProperty("pieces_in_sector").GetInt32() == pieces)];
        Assert.Equal(count, expected.Length);
        foreach (JsonElement element in expected)
        {
            VectorSector sector = VectorSectors.Get(pieces, element.GetProperty("sector_index").GetInt32());
            SolutionRange range = new(element.GetProperty("verify_params").GetProperty("solution_range").GetUInt64());
            MemorySectorReader reader = new(sector.Bytes);
            Blake3Hash challenge = Blake3Hash.FromHex(element.GetProperty("global_challenge").GetString()!);
            SectorSlotChallenge slot = sector.SectorId.DeriveSectorSlotChallenge(challenge);
            WinningChunk[]? chunks = SectorAuditor.Audit(
                reader, sector.Metadata, slot, challenge, range, new byte[SectorAuditor.MaxSBucketSize((ushort)pieces)]);
            Assert.Equal(element.GetProperty("s_bucket").GetInt32(), slot.SBucketAuditIndex.Value);
            SolutionCandidate candidate = new(
                VectorSectors.PublicKey, sector.SectorId, slot.SBucketAuditIndex, reader, sector.Metadata, chunks!);
            RecordReadMode mode = element.GetProperty("piece_index").GetInt32() % 2 == 0
                ? RecordReadMode.WholeSector : RecordReadMode.ConcurrentChunks;

            ulong distance = element.GetProperty("verify").GetProperty("solution_distance").GetUInt64();
            ProvableCandidate provable = SolutionProver.Prepare(candidate);
            ProvableChunk chunk = provable.Chunks.Single(c => c.Distance.Value == distance);
            ProvingOutcome outcome = prover.TryProve(provable, chunk, rewardAddress, proofs, mode);

            Assert.Null(outcome.Error);
            Assert.Equal(element.GetProperty("solution_scale").GetString(), Convert.ToHexStringLower(Scale.Encode(outcome.Solution!)));
        }
    }
}
