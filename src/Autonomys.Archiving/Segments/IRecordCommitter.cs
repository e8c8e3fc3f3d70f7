using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Archiving.Segments;

/// <summary>Commits to records, wherever that is computed. Any number of callers.</summary>
public interface IRecordCommitter : IDisposable
{
    /// <summary>Commits to the record of each piece.</summary>
    /// <param name="pieces">Their records are there.</param>
    /// <param name="done">Called with how many are made, from any thread.</param>
    /// <param name="cancellationToken">Looked at between records.</param>
    /// <returns>In their order; null for a record of which a chunk is no scalar.</returns>
    IReadOnlyList<G1Affine?> Commit(IReadOnlyList<Piece> pieces, Action<int>? done, CancellationToken cancellationToken);
}
