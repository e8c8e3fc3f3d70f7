using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Segments;

/// <summary>Makes the 256 records of a segment from its recorded history: 128 of source, 128 of parity, interleaved.</summary>
internal sealed class SegmentErasureCoder(int threads)
{
    private const int SourceRecords = SegmentLayout.RawRecords;
    private const int ParityStart = ColumnBlocks.Columns * SourceRecords;

    private readonly ErasureCoding _coding = new(scale: 8);

    /// <summary>The records of the pieces that come back are there, commitments and witnesses are not.</summary>
    internal Piece[] Encode(RecordedSegment segment, IProgress<ArchivingProgress>? progress, CancellationToken cancellationToken)
    {
        Piece[] pieces = NewPieces();
        byte[] bytes = segment.Bytes;
        ColumnBlocks.ForEach(
            threads,
            2 * ParityStart,
            (column, scratch) => EncodeColumns(bytes, pieces, column, scratch),
            progress is null
                ? null
                : done => progress.Report(new(segment.SegmentIndex, ArchivingStage.ErasureCoding, done, ColumnBlocks.Count)),
            cancellationToken);
        return pieces;
    }

    private static Piece[] NewPieces()
    {
        Piece[] pieces = new Piece[SegmentLayout.Pieces];
        for (int position = 0; position < pieces.Length; position++)
        {
            pieces[position] = new Piece();
        }

        return pieces;
    }

    // Scratch: the columns' source shards one column after the other, then their parity shards.
    private void EncodeColumns(byte[] segment, Piece[] pieces, int firstColumn, Scalar[] scratch)
    {
        for (int record = 0; record < SourceRecords; record++)
        {
            ReadOnlySpan<byte> raw = segment.AsSpan(record * RecordLayout.RawRecordSize, RecordLayout.RawRecordSize);
            Span<byte> target = pieces[2 * record].Record;
            for (int i = 0; i < ColumnBlocks.Columns; i++)
            {
                int column = firstColumn + i;
                ReadOnlySpan<byte> chunk = raw.Slice(column * RecordLayout.SafeScalarSize, RecordLayout.SafeScalarSize);
                // Big-endian, so the byte in front is the scalar's highest and zero.
                chunk.CopyTo(target[((column * RecordLayout.ScalarSize) + 1)..]);
                scratch[(i * SourceRecords) + record] = Scalar.FromSafeBytes(chunk);
            }
        }

        for (int start = 0; start < ParityStart; start += SourceRecords)
        {
            _coding.Extend(scratch.AsSpan(start, SourceRecords), scratch.AsSpan(ParityStart + start, SourceRecords));
        }

        for (int record = 0; record < SourceRecords; record++)
        {
            Span<byte> target = pieces[(2 * record) + 1].Record;
            for (int i = 0; i < ColumnBlocks.Columns; i++)
            {
                scratch[ParityStart + (i * SourceRecords) + record]
                    .ToBytes(target.Slice((firstColumn + i) * RecordLayout.ScalarSize, RecordLayout.ScalarSize));
            }
        }
    }
}
