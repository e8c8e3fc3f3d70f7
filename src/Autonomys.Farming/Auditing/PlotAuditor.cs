using System.Buffers;
using System.Collections.Concurrent;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Auditing;

/// <summary>Audits all sectors of a plot for one slot, on several threads; each reads one s-bucket per sector in one piece.</summary>
public sealed class PlotAuditor
{
    private readonly PublicKey _publicKey;
    private readonly Blake3Hash _publicKeyHash;
    private readonly int _threads;

    /// <summary>For the plots of one identity; by default with a thread per processor.</summary>
    public PlotAuditor(PublicKey publicKey, int? threads = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads ?? 1, 1);
        _publicKey = publicKey;
        _publicKeyHash = publicKey.Hash();
        _threads = threads ?? Environment.ProcessorCount;
    }

    /// <summary>Audits every sector there is metadata for.</summary>
    /// <param name="plot">Concatenated sectors, each at its index times the size of a sector.</param>
    /// <param name="sectors">Metadata in any order; null where a sector is not plotted.</param>
    /// <param name="globalChallenge">The slot's challenge.</param>
    /// <param name="solutionRange">The voting range.</param>
    /// <param name="skip">Sectors to leave out, such as one being replotted; null for none.</param>
    /// <param name="cancellationToken">Looked at between sectors.</param>
    public PlotAudit Audit(
        ISectorReader plot,
        IReadOnlyList<SectorMetadata?> sectors,
        Blake3Hash globalChallenge,
        SolutionRange solutionRange,
        Predicate<SectorIndex>? skip = null,
        CancellationToken cancellationToken = default)
    {
        ConcurrentBag<SolutionCandidate> candidates = [];
        ConcurrentBag<SectorAuditFailure> failures = [];
        int sectorsAudited = 0;
        long chunksAudited = 0;
        ParallelOptions options = new() { MaxDegreeOfParallelism = _threads, CancellationToken = cancellationToken };
        Parallel.For(0, sectors.Count, options, () => Array.Empty<byte>(), AuditOne, Return);
        return new PlotAudit(
            [.. candidates.OrderBy(candidate => candidate.BestDistance)],
            [.. failures.OrderBy(failure => failure.SectorIndex)],
            sectorsAudited,
            chunksAudited);

        byte[] AuditOne(int index, ParallelLoopState state, byte[] buffer)
        {
            if (sectors[index] is not { } metadata || skip?.Invoke(metadata.SectorIndex) == true)
            {
                return buffer;
            }

            SectorId sectorId = SectorId.Derive(_publicKeyHash, metadata.SectorIndex, metadata.HistorySize);
            SectorSlotChallenge challenge = sectorId.DeriveSectorSlotChallenge(globalChallenge);
            SBucket sBucket = challenge.SBucketAuditIndex;
            int needed = SectorAuditor.MaxSBucketSize(metadata.PiecesInSector);
            if (buffer.Length < needed)
            {
                Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(needed);
            }

            Interlocked.Increment(ref sectorsAudited);
            try
            {
                OffsetSectorReader sector = new(plot, metadata.SectorIndex.Value * metadata.SectorSize);
                WinningChunk[]? chunks = SectorAuditor.Audit(sector, metadata, challenge, globalChallenge, solutionRange, buffer);
                Interlocked.Add(ref chunksAudited, metadata.SBucketSizes[sBucket.Value]);
                if (chunks is not null)
                {
                    candidates.Add(new SolutionCandidate(_publicKey, sectorId, sBucket, sector, metadata, chunks));
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                failures.Add(new SectorAuditFailure(metadata.SectorIndex, sBucket, error));
            }

            return buffer;
        }

        static void Return(byte[] buffer)
        {
            if (buffer.Length > 0)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
