using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.History;

/// <summary>Where the pieces of whole segments go.</summary>
public interface ISegmentStore
{
    /// <summary>Whether all pieces of the segment are kept.</summary>
    bool Contains(SegmentIndex segmentIndex);

    /// <summary>Keeps all 256 pieces; they are safe when this returns.</summary>
    /// <exception cref="IOException">The disk is full or failed; nothing changed.</exception>
    void Write(SegmentIndex segmentIndex, IReadOnlyList<Piece> pieces);

    /// <summary>Waits until nobody else is about to get this segment; dispose what is returned when it is kept.</summary>
    ValueTask<IAsyncDisposable?> ClaimAsync(SegmentIndex segmentIndex, CancellationToken cancellationToken);
}
