namespace Autonomys.Archiving.Segments;

/// <summary>First byte of an item of a recorded history segment.</summary>
internal enum SegmentItemKind : byte
{
    /// <summary>One zero byte that fills the rest of the segment.</summary>
    Padding = 0,

    /// <summary>A whole block.</summary>
    Block = 1,

    /// <summary>The beginning of a block; the rest is in the segments that follow.</summary>
    BlockStart = 2,

    /// <summary>More of the block that an earlier segment began.</summary>
    BlockContinuation = 3,

    /// <summary>Header of the segment before, which only then is known.</summary>
    ParentSegmentHeader = 4,
}
