using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Import;

/// <summary>How far an export is.</summary>
/// <param name="SegmentIndex">The segment that is being read.</param>
/// <param name="Segments">Segments of the history in all.</param>
/// <param name="PiecesRead">Pieces of this segment that are read, of the 128 that it takes.</param>
/// <param name="Blocks">Blocks reconstructed so far.</param>
/// <param name="ImportedBytes">Bytes of imported files found so far.</param>
public sealed record HistoryExportProgress(SegmentIndex SegmentIndex, ulong Segments, int PiecesRead, ulong Blocks, ulong ImportedBytes);
