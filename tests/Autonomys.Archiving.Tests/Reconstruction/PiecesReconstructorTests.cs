using System.Text.Json;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Primitives.Pieces;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests.Reconstruction;

public class PiecesReconstructorTests
{
    [Fact]
    public void Single_pieces_come_back_from_half_of_a_segment()
    {
        PiecesReconstructor reconstructor = new(EthereumKzg.OrSkip());
        IReadOnlyList<Piece> pieces = ArchiverVectors.Segment(0).Pieces;
        JsonElement expected = ArchiverVectors.Json.GetProperty("reconstruction").GetProperty("pieces_reconstructor_segment0_from_100..228");
        Piece?[] half = [.. pieces.Select((piece, position) => position is >= 100 and < 228 ? piece : null)];

        Assert.Equal(
            expected.GetProperty("piece_7_equal").GetBoolean(), reconstructor.ReconstructPiece(half, 7).Equals(pieces[7]));
        Assert.Equal(
            expected.GetProperty("piece_64_equal").GetBoolean(), reconstructor.ReconstructPiece(half, 64).Equals(pieces[64]));

        Assert.Throws<ArgumentOutOfRangeException>(() => reconstructor.ReconstructPiece(half, 256));
        Assert.Throws<ArgumentException>(() => reconstructor.ReconstructPiece(half[1..], 7));
        half[100] = null;
        Assert.Throws<ReconstructionException>(() => reconstructor.ReconstructPiece(half, 7));
        Piece corrupted = pieces[100].Clone();
        corrupted.Record[31] ^= 1;
        half[100] = corrupted;
        Assert.Throws<ReconstructionException>(() => reconstructor.ReconstructPiece(half, 7));
        corrupted.Record[..32].Fill(0xff);
        Assert.Throws<ReconstructionException>(() => reconstructor.ReconstructPiece(half, 7));
        half[100] = pieces[100].Clone();
        half[100]!.Commitment.Fill(0xff);
        Assert.Throws<ReconstructionException>(() => reconstructor.ReconstructPiece(half, 7));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Whole_segments_come_back_and_all_their_commitments_and_witnesses_are_right(int index)
    {
        // The check inside covers all 256 records against the listed commitments, and every listed witness.
        PiecesReconstructor reconstructor = new(EthereumKzg.OrSkip());
        IReadOnlyList<Piece> pieces = ArchiverVectors.Segment(index).Pieces;
        Piece?[] some = [.. pieces.Select((piece, position) => position is 2 or 77 or 254 ? null : piece)];

        Piece[] all = reconstructor.ReconstructSegment(some);

        for (int position = 0; position < all.Length; position++)
        {
            Assert.True(all[position].Equals(pieces[position]), $"Piece {position}.");
        }

        some[9] = pieces[9].Clone();
        some[9]!.Record[1_000_031] ^= 1;
        Assert.Throws<ReconstructionException>(() => reconstructor.ReconstructSegment(some));
    }
}
