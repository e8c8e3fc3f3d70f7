using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Reconstruction;

/// <summary>Gives a segment's recorded history back from any 128 of its 256 pieces. No KZG parameters are needed.</summary>
/// <param name="threads">Threads to use at once; 0 for one per processor.</param>
public sealed class SegmentReconstructor(int threads = 0)
{
    /// <summary>The segment's recorded history, 130,023,424 bytes.</summary>
    /// <param name="pieces">256 entries in order of position; null where a piece is missing.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <exception cref="ArgumentException">Not 256 entries.</exception>
    /// <exception cref="ReconstructionException">Fewer than 128 pieces, or records that cannot be a segment's.</exception>
    public byte[] Reconstruct(IReadOnlyList<Piece?> pieces, CancellationToken cancellationToken = default)
    {
        KnownPieces known = KnownPieces.Choose(pieces);
        int[] missing = known.MissingSources;
        Piece[] recovered = [.. missing.Select(_ => new Piece())];
        if (missing.Length > 0)
        {
            RecordInterpolation.Fill(known, missing, recovered, threads, cancellationToken);
        }

        Dictionary<int, Piece> computed = missing.Zip(recovered).ToDictionary(pair => pair.First, pair => pair.Second);
        byte[] segment = new byte[SegmentLayout.RecordedSize];
        for (int record = 0; record < SegmentLayout.RawRecords; record++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int position = 2 * record;
            Piece piece = pieces[position] ?? computed[position];
            Unpad(piece.Record, segment.AsSpan(record * RecordLayout.RawRecordSize, RecordLayout.RawRecordSize), position);
        }

        return segment;
    }

    // Source chunks are 31 bytes behind a zero.
    private static void Unpad(ReadOnlySpan<byte> record, Span<byte> raw, int position)
    {
        for (int chunk = 0; chunk < RecordLayout.ChunksPerRecord; chunk++)
        {
            ReadOnlySpan<byte> scalar = record.Slice(chunk * RecordLayout.ScalarSize, RecordLayout.ScalarSize);
            if (scalar[0] != 0)
            {
                throw new ReconstructionException(
                    $"The pieces are not those of one segment, or some are corrupted: the record at position {position} is no source record.");
            }

            scalar[1..].CopyTo(raw[(chunk * RecordLayout.SafeScalarSize)..]);
        }
    }
}
