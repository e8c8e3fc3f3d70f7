using Autonomys.Farming.Auditing;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Auditing;

public class PlotAuditorTests
{
    private const ushort Pieces = 4;

    private static readonly PublicKey Key = PublicKey.From(Vectors.Bytes("auditor-key", 32));
    private static readonly Blake3Hash Challenge = Blake3.Hash("challenge"u8);

    [Fact]
    public void An_unreadable_sector_does_not_stop_the_others_and_some_may_be_skipped()
    {
        SectorMetadata?[] sectors = [Metadata(0), Metadata(1), null, Metadata(3), Metadata(4)];
        Plot plot = new() { Broken = 1 };

        PlotAudit audit = new PlotAuditor(Key, 2).Audit(plot, sectors, Challenge, new(ulong.MaxValue), index => index.Value == 3);

        Assert.Equal([0, 4], audit.Candidates.Select(c => (int)c.Metadata.SectorIndex.Value).Order());
        SectorAuditFailure failure = Assert.Single(audit.Failures);
        Assert.Equal(1, failure.SectorIndex.Value);
        Assert.Contains("bad block", failure.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, audit.SectorsAudited);
        Assert.Equal(4, audit.ChunksAudited);
        Assert.Equal(3, plot.Reads);
    }

    [Fact]
    public void Chunks_are_found_exactly_when_the_rule_for_one_chunk_says_so()
    {
        SectorMetadata metadata = Metadata(0);
        Plot plot = new();
        SectorId sectorId = SectorId.Derive(Key.Hash(), new(0), new(1));
        SectorSlotChallenge challenge = sectorId.DeriveSectorSlotChallenge(Challenge);
        byte[] chunks = new byte[64];
        plot.ReadExactly(SectorLayout.RecordChunksOffset(Pieces) + (32L * metadata.SBucketOffset(challenge.SBucketAuditIndex)), chunks);
        SolutionRange everything = new(ulong.MaxValue);
        ulong[] distances = [.. new[] { 0, 1 }.Select(
            i => SolutionRanges.IsWithinSolutionRange(Challenge, chunks.AsSpan(32 * i, 32), challenge, everything)!.Value)];

        SolutionRange justEnough = new(2 * distances.Min());
        SolutionCandidate candidate = Assert.Single(new PlotAuditor(Key).Audit(plot, [metadata], Challenge, justEnough).Candidates);
        Assert.Equal(distances.Min(), Assert.Single(candidate.Chunks).Distance.Value);
        Assert.Empty(new PlotAuditor(Key).Audit(plot, [metadata], Challenge, new(justEnough.Value - 1)).Candidates);
        Assert.Equal(
            distances.Order(), new PlotAuditor(Key).Audit(plot, [metadata], Challenge, everything).Candidates[0].Chunks.Select(c => c.Distance.Value));
    }

    /// <summary>Two chunks in every s-bucket.</summary>
    private static SectorMetadata Metadata(ushort index)
    {
        ushort[] sizes = new ushort[RecordLayout.SBuckets];
        Array.Fill(sizes, (ushort)(Pieces / 2));
        return new SectorMetadata(new(index), Pieces, new(1), sizes);
    }

    private sealed class Plot : ISectorReader
    {
        private int _reads;

        public int? Broken { get; init; }

        public int Reads => _reads;

        public void ReadExactly(long offset, Span<byte> destination)
        {
            Interlocked.Increment(ref _reads);
            if (offset / SectorLayout.SectorSize(Pieces) == Broken)
            {
                throw new IOException("bad block");
            }

            Vectors.Bytes($"chunks-at-{offset}", destination.Length).CopyTo(destination);
        }
    }
}
