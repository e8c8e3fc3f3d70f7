using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Reading;

/// <summary>Reads pieces back out of plotted sectors.</summary>
/// <remarks>A piece costs a table (about a second) and 32,768 chunks read: a last resort where no other copy is at hand.</remarks>
public sealed class SectorPieceReader(ErasureCoding erasureCoding)
{
    /// <summary>The piece at an offset of a sector, checked against the checksum made when it was plotted.</summary>
    /// <param name="pieceOffset">Offset in the sector.</param>
    /// <param name="sectorId">The sector's id, from which the seed follows.</param>
    /// <param name="metadata">The sector's metadata.</param>
    /// <param name="sector">Where to read the sector from.</param>
    /// <param name="proofs">Used by this call alone while it lasts.</param>
    /// <param name="mode">How to read.</param>
    /// <param name="cancellationToken">Looked at between the steps.</param>
    /// <exception cref="SectorReadException">The sector cannot be read, or is corrupted.</exception>
    public Piece Read(
        PieceOffset pieceOffset,
        SectorId sectorId,
        SectorMetadata metadata,
        ISectorReader sector,
        IRecordProofs proofs,
        RecordReadMode mode,
        CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(pieceOffset.Value, metadata.PiecesInSector);
        SectorContentsMap map = RecordReader.ReadContentsMap(metadata, sector);
        PlottedRecord record = RecordReader.ReadChunks(metadata, map, sector, pieceOffset, mode, cancellationToken);
        proofs.Generate(sectorId.DeriveEvaluationSeed(pieceOffset), cancellationToken);
        Scalar[] shards = new Scalar[RecordLayout.SBuckets];
        bool[] present = new bool[RecordLayout.SBuckets];
        record.Decode(proofs, shards, present);
        cancellationToken.ThrowIfCancellationRequested();

        Scalar[] source = new Scalar[RecordLayout.ChunksPerRecord];
        try
        {
            erasureCoding.RecoverSource(shards, present, source);
        }
        catch (ErasureCodingException error)
        {
            throw new SectorReadException(
                SectorReadError.ErasureDecoding,
                metadata.SectorIndex,
                $"record {pieceOffset} cannot be recovered: {error.Message} The sector has to be plotted again.",
                error);
        }

        Piece piece = new();
        for (int i = 0; i < source.Length; i++)
        {
            source[i].ToBytes(piece.Record.Slice(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize));
        }

        RecordMetadata recordMetadata = RecordReader.ReadMetadata(metadata, sector, pieceOffset);
        recordMetadata.Commitment.AsSpan().CopyTo(piece.Commitment);
        recordMetadata.Witness.AsSpan().CopyTo(piece.Witness);
        if (Blake3.Hash(piece.Bytes) != recordMetadata.PieceChecksum)
        {
            throw new SectorReadException(
                SectorReadError.ChecksumMismatch,
                metadata.SectorIndex,
                $"the piece at offset {pieceOffset} is not the one that was plotted. The sector has to be plotted again.");
        }

        return piece;
    }
}
