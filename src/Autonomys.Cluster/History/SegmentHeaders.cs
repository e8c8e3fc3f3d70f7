using Autonomys.Node.Contract;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>The headers of all archived segments, as the node tells them; each must follow from the one before.</summary>
public sealed class SegmentHeaders
{
    /// <summary>Headers asked for in one request: half of the node's limit.</summary>
    private const int RequestSize = 500;

    private readonly Lock _lock = new();
    private readonly List<SegmentHeader> _headers = [];
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Number of segments known, or null before the first.</summary>
    public HistorySize? HistorySize
    {
        get
        {
            lock (_lock)
            {
                return _headers.Count == 0 ? null : new HistorySize((ulong)_headers.Count);
            }
        }
    }

    public SegmentHeader? Find(SegmentIndex segmentIndex)
    {
        lock (_lock)
        {
            return segmentIndex.Value < (ulong)_headers.Count ? _headers[(int)segmentIndex.Value] : null;
        }
    }

    public SegmentCommitment? CommitmentOf(SegmentIndex segmentIndex) => Find(segmentIndex)?.SegmentCommitment;

    /// <summary>Asks the node for every header that is missing here.</summary>
    /// <exception cref="HistoryException">The node's headers do not form a chain.</exception>
    /// <exception cref="NodeException">The node did not answer.</exception>
    public async Task CatchUpAsync(INodeClient node, CancellationToken cancellationToken)
    {
        while (true)
        {
            ulong next = HistorySize?.Value ?? 0;
            SegmentIndex[] wanted = [.. Enumerable.Range(0, RequestSize).Select(i => new SegmentIndex(next + (ulong)i))];
            IReadOnlyList<SegmentHeader?> answer = await node.GetSegmentHeadersAsync(wanted, cancellationToken).ConfigureAwait(false);
            foreach (SegmentHeader? header in answer)
            {
                if (header is null)
                {
                    return;
                }

                Add(header);
            }

            if (answer.Count < RequestSize)
            {
                return;
            }
        }
    }

    /// <summary>Adds the next header; one that is known already is compared and changes nothing.</summary>
    /// <returns>False when headers between the known ones and this one are missing: catch up first.</returns>
    /// <exception cref="HistoryException">It contradicts the known headers.</exception>
    public bool Add(SegmentHeader header)
    {
        lock (_lock)
        {
            ulong index = header.SegmentIndex.Value;
            if (index > (ulong)_headers.Count)
            {
                return false;
            }

            if (index < (ulong)_headers.Count)
            {
                RequireEqual(header, _headers[(int)index]);
                return true;
            }

            Blake3Hash previous = _headers.Count == 0 ? default : _headers[^1].Hash();
            if (header.PrevSegmentHeaderHash != previous)
            {
                throw new HistoryException(
                    $"The node's header of segment {index} follows {header.PrevSegmentHeaderHash}, but the segment before it has hash {previous}. "
                    + "The node's database is damaged, or it is on another chain.");
            }

            _headers.Add(header);
            _grown.TrySetResult();
            _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
    }

    /// <summary>Ends when the history is larger than <paramref name="current"/>.</summary>
    public async Task WaitForMoreThanAsync(HistorySize current, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task grown;
            lock (_lock)
            {
                if ((ulong)_headers.Count > current.Value)
                {
                    return;
                }

                grown = _grown.Task;
            }

            await grown.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void RequireEqual(SegmentHeader header, SegmentHeader known)
    {
        if (header != known)
        {
            throw new HistoryException(
                $"The node now tells another header of segment {header.SegmentIndex}: commitment {header.SegmentCommitment}, "
                + $"before {known.SegmentCommitment}. It was replaced, or is on another chain.");
        }
    }
}
