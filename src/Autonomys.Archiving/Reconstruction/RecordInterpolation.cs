using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Reconstruction;

/// <summary>Computes missing records: each chunk is a weighted sum of the known chunks of its column.</summary>
internal static class RecordInterpolation
{
    /// <summary>Fills the records of <paramref name="targets"/>, which stand at <paramref name="positions"/>.</summary>
    /// <exception cref="ReconstructionException">A known record holds a chunk that is no scalar.</exception>
    internal static void Fill(
        KnownPieces known, int[] positions, IReadOnlyList<Piece> targets, int threads, CancellationToken cancellationToken)
    {
        ShardInterpolation[] interpolations =
            [.. positions.Select(position => ShardInterpolation.Create(SegmentLayout.Pieces, known.Positions, position))];
        int wrong = -1;
        ColumnBlocks.ForEach(
            threads,
            (SegmentLayout.RawRecords + 1) * ColumnBlocks.Columns,
            (column, scratch) =>
            {
                int refused = Volatile.Read(ref wrong) < 0 ? Load(known, column, scratch) : -1;
                if (refused >= 0)
                {
                    Volatile.Write(ref wrong, refused);
                }
                else if (Volatile.Read(ref wrong) < 0)
                {
                    Sum(interpolations, targets, column, scratch);
                }
            },
            done: null,
            cancellationToken);
        if (wrong >= 0)
        {
            throw new ReconstructionException(
                $"The piece at position {known.Positions[wrong]} of the segment is corrupted: a chunk of it is no scalar.");
        }
    }

    // Reads the block's columns of every known record, record by record; the index of the first bad one, or −1.
    private static int Load(KnownPieces known, int firstColumn, Scalar[] scratch)
    {
        for (int record = 0; record < SegmentLayout.RawRecords; record++)
        {
            ReadOnlySpan<byte> chunks = known[record].Record[(firstColumn * RecordLayout.ScalarSize)..];
            for (int i = 0; i < ColumnBlocks.Columns; i++)
            {
                ReadOnlySpan<byte> chunk = chunks.Slice(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize);
                if (!Scalar.TryFromBytes(chunk, out scratch[(record * ColumnBlocks.Columns) + i]))
                {
                    return record;
                }
            }
        }

        return -1;
    }

    private static void Sum(ShardInterpolation[] interpolations, IReadOnlyList<Piece> targets, int firstColumn, Scalar[] scratch)
    {
        Span<Scalar> sums = scratch.AsSpan(SegmentLayout.RawRecords * ColumnBlocks.Columns);
        for (int target = 0; target < interpolations.Length; target++)
        {
            sums.Clear();
            for (int record = 0; record < SegmentLayout.RawRecords; record++)
            {
                interpolations[target].Accumulate(record, scratch.AsSpan(record * ColumnBlocks.Columns, ColumnBlocks.Columns), sums);
            }

            Span<byte> chunks = targets[target].Record[(firstColumn * RecordLayout.ScalarSize)..];
            for (int i = 0; i < ColumnBlocks.Columns; i++)
            {
                sums[i].ToBytes(chunks.Slice(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize));
            }
        }
    }
}
