using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.FullPieceCache;

/// <summary>Copies whole segments from peers, with a few pieces in memory at a time.</summary>
internal sealed class SegmentCopier(ClusterContext context, PieceStore store)
{
    private const int PiecesAhead = 8;
    private static readonly TimeSpan PieceTimeout = TimeSpan.FromSeconds(20);

    /// <summary>False, with a warning, when no peer gave all of it; the next turn tries again.</summary>
    public async Task<bool> TryCopyAsync(SegmentIndex segment, string self, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            using PieceStore.SegmentWriter writer = store.BeginSegment(segment);
            await CopyAsync(segment, writer, self, cancellationToken).ConfigureAwait(false);
            writer.Commit();
            context.Events.Report(new SegmentStored(segment.Value, Stopwatch.GetElapsedTime(started).TotalSeconds));
            return true;
        }
        catch (IOException exception)
        {
            context.Events.Report(new Warning($"Segment {segment} was not copied to {store.Directory}: {exception.Message}"));
            return false;
        }
    }

    private async Task CopyAsync(SegmentIndex segment, PieceStore.SegmentWriter writer, string self, CancellationToken cancellationToken)
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<HashedBytes>> ahead = new();
        int next = 0;
        try
        {
            for (int position = 0; position < SegmentLayout.Pieces; position++)
            {
                while (next < SegmentLayout.Pieces && ahead.Count < PiecesAhead)
                {
                    ahead.Enqueue(GetAsync(PieceIndex.FromSegment(segment, next++), self, ended.Token));
                }

                using HashedBytes piece = await ahead.Dequeue().ConfigureAwait(false);
                writer.Write(piece);
            }
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await HashedBytes.DisposeAllAsync(ahead).ConfigureAwait(false);
        }
    }

    private async Task<HashedBytes> GetAsync(PieceIndex index, string self, CancellationToken cancellationToken)
    {
        TransferException? last = null;
        PooledBytes bytes = PooledBytes.Rent(Piece.Size);
        try
        {
            foreach (MemberInfo peer in context.Members.All.Where(member =>
                member.Id != self && member.Endpoint is not null && member.Role is MemberRole.Controller or MemberRole.FullPieceCache
                && member.Serves(index.SegmentIndex)))
            {
                try
                {
                    Blake3Hash hash = await context.Transfer.GetAsync(
                        peer.Endpoint!, DataPlane.Piece(index.Value), bytes.Memory, PieceTimeout, cancellationToken).ConfigureAwait(false);
                    return new HashedBytes(bytes.Memory, hash, bytes);
                }
                catch (TransferException exception)
                {
                    last = exception;
                }
            }

            throw last ?? new TransferException($"Nobody serves piece {index} any more.");
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
