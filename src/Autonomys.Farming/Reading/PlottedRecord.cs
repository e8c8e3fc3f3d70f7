using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Reading;

/// <summary>The 32,768 chunks of one record as they lie in the plot, and the s-buckets they came from.</summary>
public sealed class PlottedRecord(SectorIndex sectorIndex, PieceOffset pieceOffset)
{
    /// <summary>S-bucket of each chunk, ascending.</summary>
    public SBucket[] SBuckets { get; } = new SBucket[RecordLayout.ChunksPerRecord];

    public bool[] Encoded { get; } = new bool[RecordLayout.ChunksPerRecord];

    /// <summary>Position of each chunk among all chunks of the sector, ascending.</summary>
    public uint[] Locations { get; } = new uint[RecordLayout.ChunksPerRecord];

    /// <summary>The chunks, 32 bytes each.</summary>
    public byte[] Bytes { get; } = new byte[RecordLayout.RecordSize];

    /// <summary>Takes the masks off, with the table of the record's seed.</summary>
    /// <param name="proofs">Holds the table of the record's evaluation seed.</param>
    /// <param name="shards">Receives 65,536 scalars, of source and parity chunks in turn.</param>
    /// <param name="present">Receives which of them there are.</param>
    /// <exception cref="SectorReadException">The record is corrupted.</exception>
    public void Decode(IRecordProofs proofs, Span<Scalar> shards, Span<bool> present)
    {
        SBucket[] encoded = new SBucket[RecordLayout.ChunksPerRecord];
        int count = 0;
        for (int i = 0; i < SBuckets.Length; i++)
        {
            if (Encoded[i])
            {
                if (!proofs.HasProof(SBuckets[i]))
                {
                    throw Corrupted(SectorReadError.MissingProof, i, "is marked as encoded, but there is no proof of space for it");
                }

                encoded[count++] = SBuckets[i];
            }
        }

        byte[] hashes = new byte[count * RecordLayout.ScalarSize];
        proofs.HashProofs(encoded.AsSpan(0, count), hashes);
        present.Clear();
        Span<byte> chunk = stackalloc byte[RecordLayout.ScalarSize];
        for (int i = 0, hash = 0; i < SBuckets.Length; i++)
        {
            Bytes.AsSpan(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize).CopyTo(chunk);
            if (Encoded[i])
            {
                ChunkSelection.Mask(chunk, hashes.AsSpan(hash++ * RecordLayout.ScalarSize, RecordLayout.ScalarSize));
            }

            int sBucket = SBuckets[i].Value;
            if (!Scalar.TryFromBytes(chunk, out shards[sBucket]))
            {
                throw Corrupted(SectorReadError.InvalidChunk, i, "is not a scalar");
            }

            present[sBucket] = true;
        }
    }

    private SectorReadException Corrupted(SectorReadError error, int chunk, string what) => new(
        error,
        sectorIndex,
        $"record {pieceOffset}: the chunk of s-bucket {SBuckets[chunk]} {what}. The sector is corrupted and has to be plotted again.");
}
