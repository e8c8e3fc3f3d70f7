using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Storage;

/// <summary>Headers of all archived segments, on disk before the block whose import archived them.</summary>
internal sealed class SegmentHeaderStore : IDisposable
{
    private readonly RecordLog _log;
    private readonly Lock _lock = new();
    private readonly List<SegmentHeader> _headers;

    private SegmentHeaderStore(RecordLog log, List<SegmentHeader> headers)
    {
        _log = log;
        _headers = headers;
    }

    /// <summary>As <see cref="RecordLog.TornBytes"/>.</summary>
    public long TornBytes => _log.TornBytes;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _headers.Count;
            }
        }
    }

    public SegmentHeader? Last => Count is var count && count > 0 ? Get((ulong)count - 1) : null;

    /// <exception cref="DevChainException">The file is damaged, or its headers do not form a chain.</exception>
    public static SegmentHeaderStore Open(string path)
    {
        List<SegmentHeader> headers = [];
        RecordLog log = RecordLog.Open(path, (number, payload) =>
        {
            if (!Scale.TryDecode<SegmentHeader>(payload, out SegmentHeader? header)
                || header.SegmentIndex.Value != (ulong)number
                || (number > 0 && header.PrevSegmentHeaderHash != headers[^1].Hash()))
            {
                throw new DevChainException(
                    $"{path}: record {number} is not the header of segment {number}. Remove the file to archive the chain's blocks again.");
            }

            headers.Add(header);
        });
        return new SegmentHeaderStore(log, headers);
    }

    public void Append(SegmentHeader header)
    {
        byte[] encoded = Scale.Encode(header);
        lock (_lock)
        {
            if (header.SegmentIndex.Value != (ulong)_headers.Count)
            {
                throw new InvalidOperationException($"Segment {header.SegmentIndex.Value} cannot follow {_headers.Count - 1}.");
            }

            _log.Append(encoded);
            _headers.Add(header);
        }
    }

    public SegmentHeader? Get(ulong segmentIndex)
    {
        lock (_lock)
        {
            return segmentIndex < (ulong)_headers.Count ? _headers[(int)segmentIndex] : null;
        }
    }

    /// <summary>The newest headers, oldest first.</summary>
    public SegmentHeader[] Newest(uint limit)
    {
        lock (_lock)
        {
            return [.. _headers.Skip((int)Math.Max(0L, _headers.Count - (long)limit))];
        }
    }

    /// <summary>
    /// Headers that the block of this number records: the genesis segment in block 1, every other in the block after the one whose import
    /// archived it.
    /// </summary>
    public SegmentHeader[] ForBlock(uint number, uint confirmationDepth)
    {
        lock (_lock)
        {
            return number == 1
                ? [.. _headers.Take(1)]
                : [.. _headers.Skip(1).Where(header => header.LastArchivedBlock.Number + 1UL + confirmationDepth == number)];
        }
    }

    public void Dispose() => _log.Dispose();
}
