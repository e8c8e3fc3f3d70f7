using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Farms.Caching;

/// <summary>One cached piece on disk: piece index u64 little-endian, the piece, the BLAKE3 of both; all zeros mean empty.</summary>
internal static class PieceCacheElement
{
    public const int IndexSize = 8;

    /// <summary>1,048,712 bytes.</summary>
    public const int Size = IndexSize + RecordLayout.PieceSize + Blake3Hash.Size;
}
