using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Sectors;

/// <summary>A chunk in an s-bucket: the record it belongs to, and whether it is encoded (only then can it win).</summary>
public readonly record struct SBucketChunk(PieceOffset PieceOffset, bool Encoded);
