using System.Collections.Concurrent;
using System.Text.Json;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests;

/// <summary>
/// Pieces of the history of archiver.json, made from its blocks; commitments and witnesses are those it lists, and every piece
/// handed out has the hash that it lists.
/// </summary>
internal sealed class VectorHistory : IPieceSource
{
    private readonly JsonElement[] _segments = [.. Vectors.Json("archiver.json").GetProperty("segments").EnumerateArray()];
    private readonly ConcurrentDictionary<ulong, Lazy<byte[]>> _recorded = new();
    private readonly ConcurrentDictionary<PieceIndex, Lazy<Piece>> _pieces = new();

    public static VectorHistory Instance { get; } = new();

    public ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) =>
        new(pieceIndex.SegmentIndex.Value == 0 ? Piece(pieceIndex) : ArchiverVectors.Piece(pieceIndex));

    public Piece Piece(PieceIndex index) => _pieces.GetOrAdd(index, _ => new Lazy<Piece>(() => Make(index))).Value;

    private Piece Make(PieceIndex index)
    {
        JsonElement segment = _segments[(int)index.SegmentIndex.Value];
        byte[] recorded = _recorded.GetOrAdd(index.SegmentIndex.Value, _ => new Lazy<byte[]>(() => RecordedSegment(segment))).Value;
        Piece piece = new();
        if (index.SourcePosition is int source)
        {
            for (int chunk = 0; chunk < RecordLayout.ChunksPerRecord; chunk++)
            {
                RawChunk(recorded, source, chunk).CopyTo(piece.Record[((chunk * 32) + 1)..]);
            }
        }
        else
        {
            FillParity(piece, recorded, index.Position);
        }

        segment.GetProperty("record_commitments")[index.Position].Hex().CopyTo(piece.Commitment);
        segment.GetProperty("record_witnesses")[index.Position].Hex().CopyTo(piece.Witness);
        Assert.Equal(segment.GetProperty("pieces_blake3")[index.Position].GetString(), Blake3.Hash(piece.Bytes).ToString());
        return piece;
    }

    /// <summary>Segment 0 is the beginning of block 0 and nothing else.</summary>
    private static byte[] RecordedSegment(JsonElement segment)
    {
        byte[] bytes = new byte[SegmentLayout.RecordedSize];
        byte[] start = segment.Hex("recorded_first_64")[..6];
        start.CopyTo(bytes, 0);
        Vectors.Bytes("block-0", SegmentLayout.RecordedSize - start.Length).CopyTo(bytes, start.Length);
        Assert.Equal(segment.GetProperty("recorded_history_segment_blake3").GetString(), Blake3.Hash(bytes).ToString());
        return bytes;
    }

    private static ReadOnlySpan<byte> RawChunk(byte[] recorded, int record, int chunk) =>
        recorded.AsSpan((record * RecordLayout.RawRecordSize) + (chunk * RecordLayout.SafeScalarSize), RecordLayout.SafeScalarSize);

    private static void FillParity(Piece piece, byte[] recorded, int position)
    {
        int[] known = [.. Enumerable.Range(0, SegmentLayout.RawRecords).Select(i => 2 * i)];
        ShardInterpolation interpolation = ShardInterpolation.Create(SegmentLayout.Pieces, known, position);
        Scalar[] column = new Scalar[RecordLayout.ChunksPerRecord];
        Scalar[] sums = new Scalar[RecordLayout.ChunksPerRecord];
        for (int record = 0; record < SegmentLayout.RawRecords; record++)
        {
            for (int chunk = 0; chunk < column.Length; chunk++)
            {
                column[chunk] = Scalar.FromSafeBytes(RawChunk(recorded, record, chunk));
            }

            interpolation.Accumulate(record, column, sums);
        }

        for (int chunk = 0; chunk < column.Length; chunk++)
        {
            sums[chunk].ToBytes(piece.Record.Slice(chunk * RecordLayout.ScalarSize, RecordLayout.ScalarSize));
        }
    }
}
