using System.Collections.Concurrent;
using System.Diagnostics;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Pieces;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Cluster.Tools;

/// <summary>Downloads from the sharded caches what a plot-server would for so many sectors, and throws it away.</summary>
public sealed class CacheBenchmark(ClusterContext context, CachePlacement placement, SegmentRanges segments, int concurrency)
{
    private static readonly TimeSpan WarmUpWindow = TimeSpan.FromSeconds(2);
    private const int MaxWarmUpWindows = 15;
    private static readonly TimeSpan AskTimeout = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> _peers = new(StringComparer.Ordinal);
    private readonly ulong[] _segments = [.. segments.Indexes];
    private long _failedFragments;

    /// <summary>Reads; <paramref name="progress"/> is told how many pieces are done.</summary>
    public async Task<CacheBenchmarkResult> RunAsync(int sectors, int piecesInSector, IProgress<CacheBenchmarkProgress>? progress, CancellationToken cancellationToken)
    {
        await WarmUpAsync(cancellationToken).ConfigureAwait(false);
        ConcurrentBag<double> latencies = [];
        TimeSpan? serversBefore = await ServersUsedAsync(cancellationToken).ConfigureAwait(false);
        TimeSpan clientBefore = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        long missing = await ReadAsync((long)sectors * piecesInSector, latencies, progress, cancellationToken).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        TimeSpan client = Environment.CpuUsage.TotalTime - clientBefore;
        TimeSpan? servers = await ServersUsedAsync(cancellationToken).ConfigureAwait(false) - serversBefore;
        double[] sorted = [.. latencies.Order()];
        double megabytes = sorted.Length * (double)Piece.Size / 1e6;
        return new CacheBenchmarkResult(
            sorted.Length,
            missing,
            Interlocked.Read(ref _failedFragments),
            seconds,
            megabytes / seconds,
            Percentile(sorted, 0.5),
            Percentile(sorted, 0.95),
            Percentile(sorted, 0.99),
            [
                .. _peers.Select(peer =>
                {
                    double[] own = [.. peer.Value.Order()];
                    return new CacheBenchmarkPeer(peer.Key, own.Length, Percentile(own, 0.5), Percentile(own, 0.99));
                }).OrderByDescending(peer => peer.P99Milliseconds),
            ])
        {
            ClientProcessorSeconds = client.TotalSeconds,
            ServerProcessorSeconds = servers?.TotalSeconds,
            MegabytesPerProcessorSecond = servers is { } used ? megabytes / (client + used).TotalSeconds : null,
        };
    }

    /// <summary>
    /// Servers run for weeks, this program for seconds: reads until a piece takes no less processor time than before, because in the first
    /// seconds every process mostly compiles what it runs.
    /// </summary>
    private async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        double best = 0;
        for (int window = 0; window < MaxWarmUpWindows; window++)
        {
            TimeSpan? servers = await ServersUsedAsync(cancellationToken).ConfigureAwait(false);
            TimeSpan client = Environment.CpuUsage.TotalTime;
            long read = 0;
            for (long started = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(started) < WarmUpWindow; read += concurrency)
            {
                await ReadAsync(concurrency, [], null, cancellationToken).ConfigureAwait(false);
            }

            TimeSpan used = Environment.CpuUsage.TotalTime - client
                + (await ServersUsedAsync(cancellationToken).ConfigureAwait(false) - servers ?? TimeSpan.Zero);
            double rate = read / used.TotalSeconds;
            if (rate < 1.05 * best)
            {
                break;
            }

            best = rate;
        }

        _peers.Clear();
        Interlocked.Exchange(ref _failedFragments, 0);
    }

    /// <summary>Reads pieces into memory that is used again; how many could not be had.</summary>
    private async Task<long> ReadAsync(long count, ConcurrentBag<double> latencies, IProgress<CacheBenchmarkProgress>? progress, CancellationToken cancellationToken)
    {
        ShardedPieces pieces = new(context, () => placement, Observe);
        long missing = 0;
        long done = 0;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, count, parallel, async (_, token) =>
        {
            using PooledBytes piece = PooledBytes.Rent(Piece.Size);
            long asked = Stopwatch.GetTimestamp();
            PieceIndex index = new((_segments[Random.Shared.Next(_segments.Length)] * 256) + (ulong)Random.Shared.Next(256));
            if (await pieces.TryReadAsync(index, piece.Memory, token).ConfigureAwait(false))
            {
                latencies.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
            }
            else
            {
                Interlocked.Increment(ref missing);
            }

            progress?.Report(new CacheBenchmarkProgress(Interlocked.Increment(ref done), count));
        }).ConfigureAwait(false);
        return missing;
    }

    /// <summary>Processor time of all processes that serve, this one not among them; null when one does not tell.</summary>
    private async Task<TimeSpan?> ServersUsedAsync(CancellationToken cancellationToken)
    {
        TimeSpan used = default;
        MemberInfo[] processes =
        [
            .. placement.Caches.Select(cache => context.Members.Find(cache.Id))
                .OfType<MemberInfo>()
                .Where(member => member.Endpoint is not null && (member.Host, member.ProcessId) != (Environment.MachineName, Environment.ProcessId))
                .DistinctBy(member => (member.Host, member.ProcessId)),
        ];
        foreach (MemberInfo process in processes)
        {
            try
            {
                used += TransferServer.ReadProcessorTime(await context.Transfer.GetAsync(
                    process.Endpoint!, DataPlane.ProcessorTime, DataPlane.ProcessorTimeSize, AskTimeout, cancellationToken).ConfigureAwait(false));
            }
            catch (TransferException)
            {
                // Of an older release, or gone: without it the sum would be wrong.
                return null;
            }
        }

        return used;
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
    /// <summary>Processor time of this process, and of all that served; null when one of them does not tell.</summary>
    public double ClientProcessorSeconds { get; init; }

    public double? ServerProcessorSeconds { get; init; }

    /// <summary>Bytes of pieces, in 10^6, for each second of processor time on both sides together.</summary>
    public double? MegabytesPerProcessorSecond { get; init; }

    /// <summary>What a plain socket copy on the same machine gave in the same run, and for each second of its processor time; null when none was made.</summary>
    public double? LoopbackMegabytesPerSecond { get; init; }

    public double? LoopbackMegabytesPerProcessorSecond { get; init; }

    /// <summary>Share of the plain copy's speed, 1 for all of it.</summary>
    public double? ShareOfLoopback => MegabytesPerSecond / LoopbackMegabytesPerSecond;

    /// <summary>The same for each core used.</summary>
    public double? ShareOfLoopbackPerCore => MegabytesPerProcessorSecond / LoopbackMegabytesPerProcessorSecond;
}

/// <summary>How far a benchmark is.</summary>
/// <param name="Done">Pieces that were read, or could not be.</param>
/// <param name="Total">Pieces of all.</param>
public readonly record struct CacheBenchmarkProgress(long Done, long Total);

/// <summary>One cache of a benchmark.</summary>
public sealed record CacheBenchmarkPeer(string Endpoint, int Fragments, double P50Milliseconds, double P99Milliseconds);
