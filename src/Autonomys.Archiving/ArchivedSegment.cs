using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving;

/// <summary>A finished segment: its header and its 256 pieces, even positions source, odd positions parity.</summary>
public sealed record ArchivedSegment(SegmentHeader Header, IReadOnlyList<Piece> Pieces);
