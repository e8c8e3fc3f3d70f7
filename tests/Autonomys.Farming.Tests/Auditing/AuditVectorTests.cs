using System.Text.Json;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Auditing;

/// <summary>Every audit of audit.json, over really plotted sectors.</summary>
public class AuditVectorTests
{
    [Fact]
    public void All_audits_of_the_plot_of_small_sectors_are_the_reference_s() => Check(4);

    [Fact]
    [Trait("Category", "Long")]
    public void All_audits_of_the_plot_of_larger_sectors_are_the_reference_s()
    {
        VectorSectors.SkipUnlessLong();
        Check(20);
    }

    private static void Check(int pieces)
    {
        VectorSector[] sectors = [VectorSectors.Get(pieces, 0), VectorSectors.Get(pieces, 1)];
        MemorySectorReader plot = new((byte[])[.. sectors[0].Bytes, .. sectors[1].Bytes]);
        SectorMetadata[] metadata = [.. sectors.Select(s => s.Metadata)];
        PlotAuditor auditor = new(VectorSectors.PublicKey, threads: 2);
        JsonElement expected = Vectors.Json("audit.json").GetProperty("plots").EnumerateArray()
            .Single(p => p.GetProperty("pieces_in_sector").GetInt32() == pieces);
        int compared = 0;
        foreach (JsonElement audit in expected.GetProperty("audits").EnumerateArray())
        {
            Blake3Hash challenge = Blake3Hash.FromHex(audit.GetProperty("global_challenge").GetString()!);
            foreach (JsonElement range in audit.GetProperty("by_range").EnumerateArray())
            {
                SolutionRange solutionRange = new(range.GetProperty("solution_range").GetUInt64());
                PlotAudit actual = auditor.Audit(plot, metadata, challenge, solutionRange);
                Assert.Empty(actual.Failures);
                Assert.Equal(2, actual.SectorsAudited);
                Assert.Equal(
                    range.GetProperty("results").EnumerateArray().Select(Describe),
                    actual.Candidates.OrderBy(c => c.Metadata.SectorIndex).Select(Describe));
                Assert.Equal(actual.Candidates.Select(c => c.BestDistance).Order(), actual.Candidates.Select(c => c.BestDistance));
                compared++;
            }
        }

        Assert.Equal(384, compared);
    }

    private static string Describe(JsonElement result)
    {
        JsonElement best = result.GetProperty("best_solution_distance");
        string chunks = string.Join(' ', result.GetProperty("winning_chunk_offset_distance").EnumerateArray().Select(c => $"{c[0]}:{c[1]}"));
        return $"{result.GetProperty("sector_index")} {result.GetProperty("s_bucket")} {result.GetProperty("s_bucket_size")} "
            + $"{result.GetProperty("winning_chunks")} {result.GetProperty("provable_solutions")} {best} {chunks}";
    }

    private static string Describe(SolutionCandidate candidate)
    {
        ProvableCandidate provable = SolutionProver.Prepare(candidate);
        string chunks = string.Join(' ', candidate.Chunks.Select(c => $"{c.ChunkOffset}:{c.Distance}"));
        return $"{candidate.Metadata.SectorIndex} {candidate.SBucket} {candidate.Metadata.SBucketSizes[candidate.SBucket.Value]} "
            + $"{candidate.Chunks.Count} {provable.Chunks.Count} {provable.BestDistance} {chunks}";
    }
}
