using System.Collections.Concurrent;
using System.Diagnostics;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Pieces;
using Autonomys.Cluster.Placement;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Cluster.Tools;

/// <summary>Downloads from the sharded caches what a plot-server would for so many sectors, and throws it away.</summary>
public sealed class CacheBenchmark(ClusterContext context, CachePlacement placement, SegmentRanges segments, int concurrency)
{
    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _peers = new(StringComparer.Ordinal);
    private long _failedFragments;

    /// <summary>Reads; <paramref name="progress"/> is told how many pieces are done.</summary>
    public async Task<CacheBenchmarkResult> RunAsync(int sectors, int piecesInSector, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        ulong[] indexes = [.. segments.Indexes];
        ShardedPieces pieces = new(context, () => placement, Observe);
        ConcurrentBag<double> latencies = [];
        long missing = 0;
        int done = 0;
        long started = Stopwatch.GetTimestamp();
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, (long)sectors * piecesInSector, parallel, async (_, token) =>
        {
            long asked = Stopwatch.GetTimestamp();
            PieceIndex index = new((indexes[Random.Shared.Next(indexes.Length)] * 256) + (ulong)Random.Shared.Next(256));
            if (await pieces.FindAsync(index, token).ConfigureAwait(false) is null)
            {
                Interlocked.Increment(ref missing);
            }
            else
            {
                latencies.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }

            progress?.Report(Interlocked.Increment(ref done));
        }).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double[] sorted = [.. latencies.Order()];
        return new CacheBenchmarkResult(
            sorted.Length,
            missing,
            Interlocked.Read(ref _failedFragments),
            seconds,
            sorted.Length * (double)Piece.Size / 1e6 / seconds,
            Percentile(sorted, 0.5),
            Percentile(sorted, 0.95),
            Percentile(sorted, 0.99),
            [
                .. _peers.Select(peer =>
                {
                    double[] own = [.. peer.Value.Order()];
                    return new CacheBenchmarkPeer(peer.Key, own.Length, Percentile(own, 0.5), Percentile(own, 0.99));
                }).OrderByDescending(peer => peer.P99Milliseconds),
            ]);
    }

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];

    private void Observe(string endpoint, TimeSpan elapsed, bool arrived)
    {
        if (arrived)
        {
            _peers.GetOrAdd(endpoint, _ => []).Add(elapsed.TotalMilliseconds);
        }
        else
        {
            Interlocked.Increment(ref _failedFragments);
        }
    }
}

/// <summary>What the caches gave.</summary>
/// <param name="Pieces">Pieces that arrived.</param>
/// <param name="PiecesMissing">Pieces of which too few fragments could be had.</param>
/// <param name="FragmentsFailed">Fragments that could not be had.</param>
/// <param name="Seconds">Time of all.</param>
/// <param name="MegabytesPerSecond">Bytes of pieces, in 10^6, a second.</param>
/// <param name="P50Milliseconds">Median time of a piece.</param>
/// <param name="P95Milliseconds">95th percentile.</param>
/// <param name="P99Milliseconds">99th percentile.</param>
/// <param name="Peers">Time of a fragment from each cache, the slowest first.</param>
public sealed record CacheBenchmarkResult(
    int Pieces,
    long PiecesMissing,
    long FragmentsFailed,
    double Seconds,
    double MegabytesPerSecond,
    double P50Milliseconds,
    double P95Milliseconds,
    double P99Milliseconds,
    IReadOnlyList<CacheBenchmarkPeer> Peers)
{
    /// <summary>What a plain socket copy on the same machine gave in the same run; null when none was made.</summary>
    public double? LoopbackMegabytesPerSecond { get; init; }
}

/// <summary>One cache of a benchmark.</summary>
public sealed record CacheBenchmarkPeer(string Endpoint, int Fragments, double P50Milliseconds, double P99Milliseconds);
