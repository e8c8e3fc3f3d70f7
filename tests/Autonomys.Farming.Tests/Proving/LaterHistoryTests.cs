using System.Text.Json;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Tests.Verification;
using Autonomys.Farming.Verification;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Proving;

/// <summary>sector_history3.json: a sector over three segments, plotted, audited and proven.</summary>
public class LaterHistoryTests
{
    [Fact]
    [Trait("Category", "Long")]
    public void A_sector_over_three_segments_and_its_solutions_are_the_reference_s()
    {
        VectorSectors.SkipUnlessLong();
        JsonElement expected = Vectors.Json("sector_history3.json");
        VectorSector sector = VectorSectors.Plot(6, 9, VectorSectors.Protocol with { HistorySize = new(3) });

        Assert.Equal(expected.GetProperty("sector_id").GetString(), sector.SectorId.ToString());
        Assert.Equal(
            expected.GetProperty("piece_indexes").EnumerateArray().Select(e => e.GetUInt64()), sector.PieceIndexes.Select(i => i.Value));
        Assert.Equal(expected.GetProperty("sector_size").GetInt32(), sector.Bytes.Length);
        Assert.Equal(expected.GetProperty("sector_blake3").GetString(), Blake3.Hash(sector.Bytes).ToString());
        Assert.Equal(
            expected.GetProperty("sector_metadata_scale_blake3").GetString(), Blake3.Hash(sector.Metadata.ToBytes()).ToString());

        string? path = Vectors.EthereumKzgParameters();
        if (path is null)
        {
            Assert.Skip(Vectors.NeedsEthereumKzgParameters);
        }

        SolutionProver prover = new(Kzg.Load(path), VectorSectors.ErasureCoding);
        MemorySectorReader reader = new(sector.Bytes);
        foreach (JsonElement element in expected.GetProperty("solutions").EnumerateArray())
        {
            SolutionParameters parameters = VectorParameters.Read(element.GetProperty("verify_params"));
            Blake3Hash challenge = parameters.ProofOfTime.DeriveGlobalChallenge(parameters.Slot);
            SolutionRange everything = new(ulong.MaxValue);
            PlotAudit audit = new PlotAuditor(VectorSectors.PublicKey).Audit(new SectorAtIndex(reader, sector), [sector.Metadata], challenge, everything);
            ProvableCandidate provable = SolutionProver.Prepare(Assert.Single(audit.Candidates));
            ulong distance = element.GetProperty("verify").GetProperty("solution_distance").GetUInt64();
            ProvableChunk chunk = provable.Chunks.Single(c => c.Distance.Value == distance);

            Solution solution = prover.Prove(
                provable, chunk, VectorParameters.Solution(element).RewardAddress, new CachedProofs(), RecordReadMode.WholeSector);

            Assert.Equal(element.GetProperty("solution_scale").GetString(), Convert.ToHexStringLower(Scale.Encode(solution)));
        }
    }

    /// <summary>A plot in which this is the only sector, at its index.</summary>
    private sealed class SectorAtIndex(ISectorReader reader, VectorSector sector) : ISectorReader
    {
        public void ReadExactly(long offset, Span<byte> destination) =>
            reader.ReadExactly(offset - (sector.Metadata.SectorIndex.Value * sector.Metadata.SectorSize), destination);
    }
}
