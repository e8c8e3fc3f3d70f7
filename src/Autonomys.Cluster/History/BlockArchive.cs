using Autonomys.Archiving;
using Autonomys.Archiving.Blocks;
using Autonomys.Archiving.Segments;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>Makes segments again from the node's blocks, for those that the node no longer serves in pieces.</summary>
/// <param name="chain">A node that keeps its blocks (an archive node).</param>
/// <param name="headers">What the segments must come out as.</param>
/// <param name="committer">Commits to the records; the slow part.</param>
/// <param name="threads">Threads to use at once.</param>
public sealed class BlockArchive(IChainClient chain, SegmentHeaders headers, ISegmentCommitter committer, int threads)
{
    /// <summary>The segments from <paramref name="first"/> to the last known one, in order.</summary>
    /// <param name="first">The header before it must be known.</param>
    /// <param name="progress">Told from several threads.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="HistoryException">The node's blocks do not make the node's headers, or it does not keep them.</exception>
    /// <exception cref="NodeException">The node did not answer.</exception>
    public async IAsyncEnumerable<ArchivedSegment> ArchiveAsync(
        SegmentIndex first,
        IProgress<ArchivingProgress>? progress,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (Archiver archiver, uint nextBlock) = await BeginAsync(first, cancellationToken).ConfigureAwait(false);
        ulong next = first.Value;
        while (next < (headers.HistorySize?.Value ?? 0))
        {
            archiver.Append(await GetBlockAsync(nextBlock, cancellationToken).ConfigureAwait(false));
            nextBlock++;
            while (await Task.Run(() => archiver.ArchiveNext(progress, cancellationToken), cancellationToken).ConfigureAwait(false)
                is { } segment)
            {
                RequireHeader(segment.Header);
                yield return segment;
                next++;
            }
        }
    }

    private async Task<(Archiver Archiver, uint NextBlock)> BeginAsync(SegmentIndex first, CancellationToken cancellationToken)
    {
        if (first.Value == 0)
        {
            return (new Archiver(committer, threads), 0);
        }

        SegmentHeader previous = headers.Find(new SegmentIndex(first.Value - 1))
            ?? throw new HistoryException($"The header before segment {first} is not known.");
        LastArchivedBlock last = previous.LastArchivedBlock;
        byte[] lastBlock = last.Progress.PartialBytes is null
            ? []
            : await GetBlockAsync(last.Number, cancellationToken).ConfigureAwait(false);
        return (Archiver.Resume(previous, lastBlock, committer, threads), last.Number + 1);
    }

    private async Task<byte[]> GetBlockAsync(uint number, CancellationToken cancellationToken)
    {
        Bytes32 hash = await chain.GetBlockHashAsync(number, cancellationToken).ConfigureAwait(false)
            ?? throw new HistoryException($"The node has no block {number}, which is part of a segment it has a header of.");
        SignedChainBlock block = await chain.GetBlockAsync(hash, cancellationToken).ConfigureAwait(false)
            ?? throw new HistoryException(
                $"The node no longer keeps block {number}. Segments can only be made again from a node that keeps all blocks: start it with --blocks-pruning archive.");
        byte[] encoded = BlockEncoding.Encode(block);
        return number == 0
            ? ArchivedBlockEncoding.ExtendGenesis(encoded, Blake3Hash.From(BlockEncoding.StateRoot(block.Block.Header).AsSpan()))
            : encoded;
    }

    private void RequireHeader(SegmentHeader made)
    {
        SegmentHeader? told = headers.Find(made.SegmentIndex);
        if (told != made)
        {
            throw new HistoryException(
                $"Segment {made.SegmentIndex} made from the node's blocks has commitment {made.SegmentCommitment}, but the node's header says "
                + $"{told?.SegmentCommitment.ToString() ?? "nothing"}. The node's blocks or headers are damaged, or a GPU computed wrongly: --gpu-backend none does without.");
        }
    }
}
