using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Segments;

/// <summary>The items of a recorded history segment; the bytes are slices of the segment.</summary>
internal sealed class SegmentContents
{
    private SegmentContents(SegmentHeader? parent) => Parent = parent;

    /// <summary>Header of the segment before; null in the first segment.</summary>
    internal SegmentHeader? Parent { get; }

    /// <summary>More of the block that an earlier segment began; null when the parent ended with a whole block.</summary>
    internal ReadOnlyMemory<byte>? Continuation { get; private set; }

    internal List<ReadOnlyMemory<byte>> Blocks { get; } = [];

    /// <summary>Beginning of a block, possibly none of its bytes; null when the segment ends otherwise.</summary>
    internal ReadOnlyMemory<byte>? Start { get; private set; }

    /// <summary>Bytes of padding.</summary>
    internal int Padding { get; private set; }

    /// <summary>
    /// Reads the items of foreign bytes. False for what no archiver writes: unknown items, items out of order, empty blocks,
    /// lengths beyond the segment, padding that is not zero.
    /// </summary>
    internal static bool TryRead(ReadOnlyMemory<byte> segment, [NotNullWhen(true)] out SegmentContents? contents)
    {
        contents = null;
        ScaleReader reader = new(segment.Span);
        if (segment.Length != SegmentLayout.RecordedSize || !reader.TryReadByte(out byte version) || version != 0)
        {
            return false;
        }

        SegmentHeader? parent = null;
        if (reader.Rest[0] == (byte)SegmentItemKind.ParentSegmentHeader
            && !(reader.TryReadByte(out _) && SegmentHeader.TryDecode(ref reader, out parent)))
        {
            return false;
        }

        SegmentContents read = new(parent);
        SegmentItemKind previous = SegmentItemKind.ParentSegmentHeader;
        while (reader.TryReadByte(out byte kind))
        {
            if ((SegmentItemKind)kind == SegmentItemKind.Padding)
            {
                read.Padding = reader.Remaining + 1;
                if (reader.Rest.ContainsAnyExcept((byte)0))
                {
                    return false;
                }

                break;
            }

            if (!reader.TryReadBytes(out ReadOnlySpan<byte> bytes))
            {
                return false;
            }

            ReadOnlyMemory<byte> slice = segment.Slice(segment.Length - reader.Remaining - bytes.Length, bytes.Length);
            if (!read.TryAdd((SegmentItemKind)kind, previous, slice))
            {
                return false;
            }

            previous = (SegmentItemKind)kind;
        }

        contents = read;
        return read.IsConsistentWithParent();
    }

    private bool TryAdd(SegmentItemKind kind, SegmentItemKind previous, ReadOnlyMemory<byte> bytes)
    {
        // Nothing but padding follows the beginning of a block.
        if (previous == SegmentItemKind.BlockStart)
        {
            return false;
        }

        switch (kind)
        {
            case SegmentItemKind.BlockContinuation when previous == SegmentItemKind.ParentSegmentHeader && !bytes.IsEmpty:
                Continuation = bytes;
                return true;
            case SegmentItemKind.Block when !bytes.IsEmpty:
                Blocks.Add(bytes);
                return true;
            case SegmentItemKind.BlockStart:
                Start = bytes;
                return true;
            default:
                return false;
        }
    }

    private bool IsConsistentWithParent() =>
        (Continuation is not null) == (Parent?.LastArchivedBlock.Progress.PartialBytes is not null);
}
