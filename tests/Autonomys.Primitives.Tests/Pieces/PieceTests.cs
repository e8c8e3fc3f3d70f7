using Autonomys.Primitives.Pieces;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.Pieces;

public sealed class PieceTests
{
    [Fact]
    public void The_parts_of_a_piece_follow_each_other()
    {
        byte[] bytes = Vectors.Bytes("piece", Piece.Size);
        Piece piece = new(bytes);
        Assert.Equal(bytes.AsSpan(0, 1_048_576), piece.Record);
        Assert.Equal(bytes.AsSpan(1_048_576, 48), piece.Commitment);
        Assert.Equal(bytes.AsSpan(1_048_624, 48), piece.Witness);
        Assert.Equal(piece.Commitment, piece.RecordCommitment.AsSpan());
        Assert.Equal(piece.Witness, piece.RecordWitness.AsSpan());
    }

    [Fact]
    public void A_clone_is_equal_and_independent()
    {
        Piece piece = new(Vectors.Bytes("piece", Piece.Size));
        Piece clone = piece.Clone();
        Assert.Equal(piece, clone);
        clone.Record[5] ^= 1;
        Assert.NotEqual(piece, clone);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Piece.Size - 1)]
    [InlineData(Piece.Size + 1)]
    public void Another_length_is_refused(int length) => Assert.Throws<ArgumentException>(() => new Piece(new byte[length]));
}
