using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving;

/// <summary>How far a segment is.</summary>
/// <param name="SegmentIndex">The segment.</param>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">Units of the stage that are finished.</param>
/// <param name="Total">Units that the stage has.</param>
public readonly record struct ArchivingProgress(SegmentIndex SegmentIndex, ArchivingStage Stage, int Done, int Total);
