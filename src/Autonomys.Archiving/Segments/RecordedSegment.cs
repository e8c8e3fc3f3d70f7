using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Segments;

/// <summary>A segment's recorded history before it becomes pieces: 128 raw records one after the other.</summary>
/// <param name="SegmentIndex">Which segment.</param>
/// <param name="PrevSegmentHeaderHash">Hash of the header before; zeros for the first segment.</param>
/// <param name="LastArchivedBlock">Where the segment ends in the chain's blocks.</param>
/// <param name="Bytes">130,023,424 bytes.</param>
public sealed record RecordedSegment(
    SegmentIndex SegmentIndex, Blake3Hash PrevSegmentHeaderHash, LastArchivedBlock LastArchivedBlock, byte[] Bytes);
