using System.Text.Json;
using System.Text.RegularExpressions;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests;

public class PieceVerifierTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Verdicts_are_those_of_the_vector(int index)
    {
        PieceVerifier verifier = new(EthereumKzg.OrSkip());
        ArchivedSegment segment = ArchiverVectors.Segment(index);
        SegmentCommitment commitment = segment.Header.SegmentCommitment;
        Piece third = segment.Pieces[3];
        foreach (JsonProperty check in ArchiverVectors.Json.GetProperty("segments")[index].GetProperty("is_piece_valid").EnumerateObject())
        {
            Piece first = segment.Pieces[0].Clone();
            bool verdict = check.Name switch
            {
                "is_record_commitment_hash_valid_3" => verifier.IsRecordCommitmentHashValid(
                    RecordCommitter.Hash(third.Commitment), commitment, third.RecordWitness, 3),
                "is_record_commitment_hash_valid_3_at_4" => verifier.IsRecordCommitmentHashValid(
                    RecordCommitter.Hash(third.Commitment), commitment, third.RecordWitness, 4),
                "piece_0_at_position_1" => verifier.IsPieceValid(first, commitment, 1),
                "piece_0_flipped_commitment_byte_20" => IsValidWithout(first.Commitment, 20),
                "piece_0_flipped_record_byte_40" => IsValidWithout(first.Record, 40),
                "piece_0_flipped_witness_byte_20" => IsValidWithout(first.Witness, 20),
                "piece_0_other_segment_commitment(=its record commitment)" =>
                    verifier.IsPieceValid(first, SegmentCommitment.From(first.Commitment), 0),
                _ => IsWholePieceValid(check.Name),
            };
            Assert.True(check.Value.GetBoolean() == verdict, check.Name);

            bool IsValidWithout(Span<byte> part, int position)
            {
                part[position] ^= 1;
                return verifier.IsPieceValid(first, commitment, 0);
            }
        }

        Assert.False(verifier.IsPieceValid(segment.Pieces[0], commitment, -1));
        Assert.False(verifier.IsPieceValid(segment.Pieces[0], commitment, 256));
        Assert.False(verifier.IsPieceValid(segment.Pieces[0], default, 0));

        bool IsWholePieceValid(string name)
        {
            Match match = Regex.Match(name, "^piece_([0-9]+)$");
            Assert.True(match.Success, name);
            int position = int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
            return verifier.IsPieceValid(segment.Pieces[position], commitment, position);
        }
    }

    [Fact]
    public void Chunks_that_are_no_scalars_are_refused()
    {
        PieceVerifier verifier = new(EthereumKzg.OrSkip());
        ArchivedSegment segment = ArchiverVectors.Segment(0);
        Piece piece = segment.Pieces[0].Clone();
        piece.Record[..32].Fill(0xff);
        Assert.False(verifier.IsPieceValid(piece, segment.Header.SegmentCommitment, 0));
    }
}
