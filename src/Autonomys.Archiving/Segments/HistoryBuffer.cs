using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Segments;

/// <summary>
/// Cuts the chain's blocks into recorded history segments. Knows nothing of pieces: whoever makes them gives the finished
/// header back, which is then the first item of the next segment.
/// </summary>
/// <remarks>
/// A segment is the byte 0 (its version) and items: header of the segment before, rest of the block that was cut there,
/// blocks, beginning of a block, padding. A block is cut where the segment is full; its length prefix may become shorter by
/// that, which is where padding comes from.
/// </remarks>
internal sealed class HistoryBuffer
{
    private const byte Version = 0;

    // The smallest item takes two bytes: with less left a segment counts as full.
    private const int SmallestItemSize = 2;

    // Nothing of block 0 is archived; a finished segment never ends like this.
    private static readonly LastArchivedBlock NothingArchived = new(0, ArchivedBlockProgress.Partial(0));

    private readonly Queue<ReadOnlyMemory<byte>> _blocks = [];
    private ReadOnlyMemory<byte>? _continuation;
    private byte[] _parent = [];
    private long _encodedSize = 1;
    private bool _awaitingHeader;
    private SegmentIndex _segmentIndex;
    private Blake3Hash _previousHash;
    private LastArchivedBlock _lastArchivedBlock = NothingArchived;

    /// <summary>Starts at the genesis block.</summary>
    internal HistoryBuffer()
    {
    }

    /// <summary>Goes on after a segment; see <see cref="Archiver.Resume"/>.</summary>
    internal HistoryBuffer(SegmentHeader lastHeader, ReadOnlyMemory<byte> lastBlock)
    {
        Follow(lastHeader);
        _lastArchivedBlock = lastHeader.LastArchivedBlock;
        if (_lastArchivedBlock.Progress.PartialBytes is not { } archived)
        {
            return;
        }

        if (lastBlock.Length <= archived)
        {
            throw new ArgumentException(
                $"Block {_lastArchivedBlock.Number} has {lastBlock.Length} bytes, but segment {lastHeader.SegmentIndex} "
                + $"archived {archived} of them and more must follow: it is not that block.",
                nameof(lastBlock));
        }

        SetContinuation(lastBlock[(int)archived..]);
    }

    /// <summary>Number of the last block of which something is in a finished segment; null before the first segment.</summary>
    internal uint? LastArchivedBlockNumber => _lastArchivedBlock == NothingArchived ? null : _lastArchivedBlock.Number;

    /// <summary>Bytes that the next segment has so far, of 130,023,424; more when several segments are due.</summary>
    internal long EncodedSize => _encodedSize;

    internal void Append(ReadOnlyMemory<byte> block)
    {
        if (block.IsEmpty)
        {
            throw new ArgumentException("A block has at least one byte.", nameof(block));
        }

        _blocks.Enqueue(block);
        _encodedSize += ItemSize(block.Length);
    }

    /// <summary>
    /// Takes the next segment if enough blocks are there. <see cref="Complete"/> must be called before the next one.
    /// </summary>
    internal RecordedSegment? TryTake()
    {
        if (_awaitingHeader)
        {
            throw new InvalidOperationException("The header of the segment that was taken last has not been given back.");
        }

        if (_encodedSize < SegmentLayout.RecordedSize - SmallestItemSize)
        {
            return null;
        }

        byte[] bytes = new byte[SegmentLayout.RecordedSize];
        bytes[0] = Version;
        _parent.CopyTo(bytes, 1);
        int position = 1 + _parent.Length;
        bool cut = false;
        while (!cut && bytes.Length - position > SmallestItemSize)
        {
            bool isContinuation = _continuation is not null;
            ReadOnlyMemory<byte> block = _continuation ?? _blocks.Peek();
            long excess = position + ItemSize(block.Length) - bytes.Length;
            if (excess > block.Length)
            {
                // Not even the prefix fits; for the length prefix before cutting, as the network counts.
                break;
            }

            cut = excess > 0;
            int length = block.Length - (int)Math.Max(excess, 0);
            SegmentItemKind kind = isContinuation ? SegmentItemKind.BlockContinuation
                : cut ? SegmentItemKind.BlockStart : SegmentItemKind.Block;
            position = WriteItem(bytes, position, kind, block.Span[..length]);
            Consume(isContinuation, block, length, cut);
        }

        if (!cut)
        {
            _lastArchivedBlock = _lastArchivedBlock with { Progress = ArchivedBlockProgress.Complete };
        }

        _encodedSize -= 1 + _parent.Length;
        _parent = [];
        _awaitingHeader = true;
        return new(_segmentIndex, _previousHash, _lastArchivedBlock, bytes);
    }

    /// <summary>Gives back the header of the segment that was taken.</summary>
    internal void Complete(SegmentHeader header)
    {
        if (!_awaitingHeader || header.SegmentIndex != _segmentIndex)
        {
            throw new InvalidOperationException($"Header of segment {header.SegmentIndex} is not the one that is due.");
        }

        _awaitingHeader = false;
        _encodedSize += 1;
        Follow(header);
    }

    private void Follow(SegmentHeader header)
    {
        _segmentIndex = new(checked(header.SegmentIndex.Value + 1));
        _previousHash = header.Hash();
        _parent = [(byte)SegmentItemKind.ParentSegmentHeader, .. Scale.Encode(header)];
        _encodedSize += _parent.Length;
    }

    private void Consume(bool isContinuation, ReadOnlyMemory<byte> block, int length, bool cut)
    {
        _encodedSize -= ItemSize(block.Length);
        uint before = 0;
        if (isContinuation)
        {
            _continuation = null;
            before = _lastArchivedBlock.Progress.PartialBytes
                ?? throw new InvalidOperationException("A continuation follows a block that was archived in part.");
        }
        else
        {
            _blocks.Dequeue();
            // The very first block is number 0 already.
            uint number = _lastArchivedBlock == NothingArchived ? 0 : checked(_lastArchivedBlock.Number + 1);
            _lastArchivedBlock = new(number, ArchivedBlockProgress.Complete);
        }

        if (cut)
        {
            _lastArchivedBlock = _lastArchivedBlock with { Progress = ArchivedBlockProgress.Partial(before + (uint)length) };
            SetContinuation(block[length..]);
        }
        else
        {
            _lastArchivedBlock = _lastArchivedBlock with { Progress = ArchivedBlockProgress.Complete };
        }
    }

    private void SetContinuation(ReadOnlyMemory<byte> rest)
    {
        _continuation = rest;
        _encodedSize += ItemSize(rest.Length);
    }

    private static int WriteItem(byte[] segment, int position, SegmentItemKind kind, ReadOnlySpan<byte> block)
    {
        segment[position++] = (byte)kind;
        ScaleWriter prefix = new(sizeof(ulong));
        prefix.WriteCompact((uint)block.Length);
        prefix.WrittenSpan.CopyTo(segment.AsSpan(position));
        position += prefix.Length;
        block.CopyTo(segment.AsSpan(position));
        return position + block.Length;
    }

    private static long ItemSize(int blockLength) => 1L + CompactSize(blockLength) + blockLength;

    private static int CompactSize(int length) => length switch
    {
        < 1 << 6 => 1,
        < 1 << 14 => 2,
        < 1 << 30 => 4,
        _ => 5,
    };
}
