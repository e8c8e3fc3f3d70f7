using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Reconstruction;

/// <summary>What a segment gave, together with the segments before.</summary>
/// <param name="ParentHeader">Header of the segment before; null in the first segment.</param>
/// <param name="Blocks">Blocks that are complete now, in order.</param>
public sealed record ReconstructedContents(SegmentHeader? ParentHeader, IReadOnlyList<ReconstructedBlock> Blocks);
