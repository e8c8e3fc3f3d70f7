using System.Diagnostics;
using System.Globalization;
using Autonomys.Archiving;
using Autonomys.Archiving.Segments;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cryptography.Kzg;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Export;

/// <summary>Makes the pieces of the whole history again from a node's blocks, in a directory that a full-piece cache takes as it is.</summary>
/// <remarks>A segment is there whole or not at all, so that an export that was killed goes on with the first one that is missing.</remarks>
public sealed class PieceExporter(PieceExportOptions options, Kzg kzg, IFarmerEvents events, IRecordCommitter? committer = null)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <summary>Exports until all segments are there.</summary>
    /// <returns>How many segments were made.</returns>
    /// <exception cref="HistoryException">The node's blocks do not make its headers, or it does not keep them; or the directory is another chain's.</exception>
    /// <exception cref="IOException">The disk is full or failed, or another process exports to the same directory.</exception>
    public async Task<int> RunAsync(INodeClient node, IChainClient blocks, Bytes32 genesisHash, CancellationToken cancellationToken)
    {
        using DirectoryLock held = DirectoryLock.Take(options.Output);
        PieceStore store = PieceStore.Open(options.Output, genesisHash);
        SegmentHeaders headers = new();
        BlockArchive archive = new(blocks, headers, new KzgSegmentCommitter(kzg, options.Threads, committer), options.Threads);
        await RepeatAsync(() => headers.CatchUpAsync(node, cancellationToken), cancellationToken).ConfigureAwait(false);
        ulong history = headers.HistorySize?.Value ?? 0;
        if (options.FromSegment > 0 && options.FromSegment >= history)
        {
            throw new HistoryException(
                $"--from-segment {options.FromSegment}: the node knows {history} segments, the last one is {(long)history - 1}.");
        }

        SortedSet<ulong> missing = Missing(store, history, cancellationToken);
        events.Report(new Notice(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Output}: {history - options.FromSegment - (ulong)missing.Count} of {history - options.FromSegment} segments are there, {missing.Count} are made from the node's blocks")));
        int made = 0;
        long started = Stopwatch.GetTimestamp();
        while (missing.Count > 0)
        {
            await RepeatAsync(
                async () =>
                {
                    ulong first = missing.Min;
                    await foreach (ArchivedSegment segment in archive.ArchiveAsync(
                        new SegmentIndex(first), new ArchivingEvents(headers, events), cancellationToken).ConfigureAwait(false))
                    {
                        if (missing.Contains(segment.Header.SegmentIndex.Value))
                        {
                            await Task.Run(() => store.Write(segment.Header.SegmentIndex, segment.Pieces), cancellationToken).ConfigureAwait(false);
                            missing.Remove(segment.Header.SegmentIndex.Value);
                            made++;
                            Tell(segment.Header.SegmentIndex.Value, made, missing.Count, Stopwatch.GetElapsedTime(started));
                        }

                        if (missing.Count == 0)
                        {
                            break;
                        }
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }

        return made;
    }

    private SortedSet<ulong> Missing(PieceStore store, ulong history, CancellationToken cancellationToken)
    {
        SortedSet<ulong> missing = [];
        for (ulong index = options.FromSegment; index < history; index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            SegmentIndex segment = new(index);
            if (!store.Contains(segment))
            {
                missing.Add(index);
            }
            else if ((options.VerifyAll || index == history - 1 || !store.Contains(new SegmentIndex(index + 1))) && FindDamaged(store, segment) is { } position)
            {
                events.Report(new Warning($"Segment {index} in {options.Output} is damaged at position {position}: it is made again."));
                missing.Add(index);
            }
        }

        return missing;
    }

    private static int? FindDamaged(PieceStore store, SegmentIndex segment)
    {
        for (int position = 0; position < SegmentLayout.Pieces; position++)
        {
            if (store.Read(PieceIndex.FromSegment(segment, position)) is null)
            {
                return position;
            }
        }

        return null;
    }

    private void Tell(ulong segment, int made, int left, TimeSpan elapsed)
    {
        events.Report(new SegmentStored(segment, elapsed.TotalSeconds / made));
        double rate = made * (double)PieceStore.SegmentFileSize / 1e6 / elapsed.TotalSeconds;
        TimeSpan remaining = elapsed / made * left;
        events.Report(new Notice(string.Create(
            CultureInfo.InvariantCulture,
            $"{made} of {made + left} segments made, {elapsed.TotalSeconds / made:F1} s each, {rate:F1} MB/s, about {(int)remaining.TotalHours}:{remaining.Minutes:D2}:{remaining.Seconds:D2} left")));
    }

    /// <summary>A node that goes away is waited for; what was made stays.</summary>
    private async Task RepeatAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            try
            {
                await work().ConfigureAwait(false);
                return;
            }
            catch (NodeException exception) when (exception is not OtherChainException)
            {
                events.Report(new Warning($"The node does not answer, next try in {pause.TotalSeconds:F0} s: {exception.Message}"));
            }

            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }
}
