using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Reconstruction;

/// <summary>The 128 pieces of a segment that everything else is computed from.</summary>
internal sealed class KnownPieces
{
    private readonly IReadOnlyList<Piece?> _pieces;

    private KnownPieces(IReadOnlyList<Piece?> pieces, int[] positions)
    {
        _pieces = pieces;
        Positions = positions;
    }

    /// <summary>Positions in the segment, source pieces first.</summary>
    internal int[] Positions { get; }

    /// <summary>Whether all of them are source pieces.</summary>
    internal bool AreAllSources => Positions[^1] % 2 == 0;

    /// <summary>Source positions that are not among them, ascending.</summary>
    internal int[] MissingSources =>
        [.. Enumerable.Range(0, SegmentLayout.RawRecords).Select(i => 2 * i).Where(position => _pieces[position] is null)];

    /// <summary>Piece number <paramref name="index"/> of the known ones.</summary>
    internal Piece this[int index] => _pieces[Positions[index]]!;

    /// <param name="pieces">256 entries in order of position; null where a piece is missing.</param>
    /// <exception cref="ArgumentException">Not 256 entries.</exception>
    /// <exception cref="ReconstructionException">Fewer than 128 pieces.</exception>
    internal static KnownPieces Choose(IReadOnlyList<Piece?> pieces)
    {
        if (pieces.Count != SegmentLayout.Pieces)
        {
            throw new ArgumentException($"A segment has {SegmentLayout.Pieces} pieces, got {pieces.Count}.", nameof(pieces));
        }

        // Every source piece that is there is one that need not be computed.
        int[] positions =
        [
            .. Enumerable.Range(0, pieces.Count)
                .OrderBy(position => position % 2)
                .Where(position => pieces[position] is not null)
                .Take(SegmentLayout.RawRecords),
        ];
        if (positions.Length < SegmentLayout.RawRecords)
        {
            throw new ReconstructionException(
                $"{SegmentLayout.RawRecords} pieces of the segment are needed to reconstruct it, only {positions.Length} are there.");
        }

        return new(pieces, positions);
    }
}
