using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>
/// Keeps the piece store complete: the pieces of each new segment are fetched while the node serves them, and what is older is made
/// again from the node's blocks. Only what agrees with the node's segment headers is kept.
/// </summary>
public sealed class HistorySync(
    INodeClient node, SegmentHeaders headers, ISegmentStore store, ISegmentChecker checker, BlockArchive archive, IFarmerEvents events)
{
    private static readonly TimeSpan FirstRetryDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(1);

    /// <summary>Requests for pieces at a time: nodes drop subscriptions of a connection that asks for many.</summary>
    private const int ConcurrentPieces = 10;

    private long _available;

    /// <summary>Number of leading segments whose pieces are all here; null for none.</summary>
    public HistorySize? Available => Volatile.Read(ref _available) is > 0 and long count ? new HistorySize((ulong)count) : null;

    /// <summary>Follows the chain until cancelled. The store must not be written by anybody else.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using SemaphoreSlim announced = new(0);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Subscribed before the first look, so that no segment falls between them.
        Task listening = ListenAsync(announced, ended.Token);
        try
        {
            TimeSpan delay = FirstRetryDelay;
            while (true)
            {
                try
                {
                    await headers.CatchUpAsync(node, cancellationToken).ConfigureAwait(false);
                    await CompleteAsync(cancellationToken).ConfigureAwait(false);
                    delay = FirstRetryDelay;
                    Task next = announced.WaitAsync(ended.Token);
                    await (await Task.WhenAny(next, listening).ConfigureAwait(false)).ConfigureAwait(false);
                }
                catch (Exception exception) when (exception is NodeException or IOException or HistoryException)
                {
                    events.Report(new Warning($"The history is incomplete, next try in {delay.TotalSeconds:F0} s: {exception.Message}"));
                    await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
                    delay = delay * 2 < LongestRetryDelay ? delay * 2 : LongestRetryDelay;
                }
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ListenAsync(SemaphoreSlim announced, CancellationToken cancellationToken)
    {
        await foreach (SegmentHeader header in node.SubscribeArchivedSegmentHeadersAsync(cancellationToken).ConfigureAwait(false))
        {
            if (header.SegmentIndex.Value >= (headers.HistorySize?.Value ?? 0))
            {
                events.Report(new HistoryProgress(header.SegmentIndex.Value, header.SegmentIndex.Value, "announced", 0));
            }

            announced.Release();
        }
    }

    /// <summary>Gets every missing segment up to the last known header, and acknowledges the last.</summary>
    private async Task CompleteAsync(CancellationToken cancellationToken)
    {
        while (headers.HistorySize is { } history)
        {
            ulong segment = (ulong)Volatile.Read(ref _available);
            if (segment >= history.Value)
            {
                // The node holds back blocks until everybody has the newest segment; an answer for an older one is ignored by it.
                await AcknowledgeAsync(new SegmentIndex(history.Value - 1), cancellationToken).ConfigureAwait(false);
                return;
            }

            SegmentIndex index = new(segment);
            if (!store.Contains(index))
            {
                await GetAsync(index, history, cancellationToken).ConfigureAwait(false);
                continue;
            }

            Volatile.Write(ref _available, (long)segment + 1);
        }
    }

    private async Task GetAsync(SegmentIndex index, HistorySize history, CancellationToken cancellationToken)
    {
        IAsyncDisposable? claim = await store.ClaimAsync(index, cancellationToken).ConfigureAwait(false);
        try
        {
            if (!store.Contains(index) && !await TryFetchAsync(index, history, cancellationToken).ConfigureAwait(false))
            {
                await MakeAsync(index, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            if (claim is not null)
            {
                await claim.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> TryFetchAsync(SegmentIndex index, HistorySize history, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        Piece?[] pieces = new Piece?[SegmentLayout.Pieces];
        pieces[0] = await node.GetPieceAsync(PieceIndex.FromSegment(index, 0), cancellationToken).ConfigureAwait(false);
        if (pieces[0] is null)
        {
            return false;
        }

        int done = 1;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = ConcurrentPieces, CancellationToken = cancellationToken };
        await Parallel.ForAsync(1, pieces.Length, parallel, async (position, token) =>
        {
            pieces[position] = await node.GetPieceAsync(PieceIndex.FromSegment(index, position), token).ConfigureAwait(false);
            int count = Interlocked.Increment(ref done);
            if (count % 64 == 0)
            {
                events.Report(new HistoryProgress(index.Value, history.Value - 1, "fetching", 0.9 * count / pieces.Length));
            }
        }).ConfigureAwait(false);
        if (Array.Exists(pieces, piece => piece is null))
        {
            return false;
        }

        events.Report(new HistoryProgress(index.Value, history.Value - 1, "checking", 0.9));
        SegmentCommitment commitment = headers.CommitmentOf(index)!.Value;
        string? fault = await Task.Run(() => checker.FindFault(pieces!, commitment, cancellationToken), cancellationToken).ConfigureAwait(false);
        if (fault is not null)
        {
            throw new HistoryException($"The node's pieces of segment {index} are not those that its header commits to: {fault}.");
        }

        await KeepAsync(index, pieces!, started, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task MakeAsync(SegmentIndex first, CancellationToken cancellationToken)
    {
        events.Report(new Notice($"The node does not serve the pieces of segment {first}: making it again from blocks."));
        long started = Stopwatch.GetTimestamp();
        ArchivingEvents progress = new(headers, events);
        await foreach (Archiving.ArchivedSegment segment in archive.ArchiveAsync(first, progress, cancellationToken).ConfigureAwait(false))
        {
            await KeepAsync(segment.Header.SegmentIndex, segment.Pieces, started, cancellationToken).ConfigureAwait(false);
            Volatile.Write(ref _available, (long)segment.Header.SegmentIndex.Value + 1);
            started = Stopwatch.GetTimestamp();
        }
    }

    private async Task KeepAsync(SegmentIndex index, IReadOnlyList<Piece> pieces, long started, CancellationToken cancellationToken)
    {
        await Task.Run(() => store.Write(index, pieces), cancellationToken).ConfigureAwait(false);
        events.Report(new SegmentStored(index.Value, Stopwatch.GetElapsedTime(started).TotalSeconds));
    }

    private async Task AcknowledgeAsync(SegmentIndex index, CancellationToken cancellationToken)
    {
        try
        {
            await node.AcknowledgeArchivedSegmentHeaderAsync(index, cancellationToken).ConfigureAwait(false);
        }
        catch (NodeErrorException exception)
        {
            events.Report(new Warning($"The node did not take the acknowledgement of segment {index}: {exception.Message}"));
        }
    }
}
