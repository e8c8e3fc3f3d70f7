using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Gpu.Tests.Proving;

/// <summary>A processor whose "commitment" to a record is a point that its last byte names; to one whose first byte is not zero there is none.</summary>
internal sealed class FakeCommitter : IRecordCommitter
{
    private static readonly G1Affine[] Points = [.. Enumerable.Range(1, 16).Select(i => G1Point.Generator.Multiply(
        Cryptography.Bls12381.Fields.Scalar.FromUInt64((ulong)i)).ToAffine())];

    public int Committed { get; private set; }

    public static G1Affine? Commit(ReadOnlySpan<byte> record) => record[0] == 0 ? Points[record[^1]] : null;

    public IReadOnlyList<G1Affine?> Commit(IReadOnlyList<Piece> pieces, Action<int>? done, CancellationToken cancellationToken) =>
        [.. pieces.Select((piece, i) =>
        {
            Committed++;
            done?.Invoke(i + 1);
            return Commit(piece.Record);
        })];

    public void Dispose()
    {
    }
}
