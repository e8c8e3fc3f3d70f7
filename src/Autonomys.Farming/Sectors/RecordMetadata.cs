using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Sectors;

/// <summary>What a sector keeps of a piece beside its record: commitment, witness, and the BLAKE3 of the whole piece.</summary>
public readonly record struct RecordMetadata(RecordCommitment Commitment, RecordWitness Witness, Blake3Hash PieceChecksum)
{
    /// <summary>Bytes in the sector: 48 + 48 + 32.</summary>
    public const int Size = RecordCommitment.Size + RecordWitness.Size + Blake3Hash.Size;

    /// <summary>Reads exactly <see cref="Size"/> bytes; every value is possible.</summary>
    public static RecordMetadata Read(ReadOnlySpan<byte> source) => new(
        RecordCommitment.From(source[..RecordCommitment.Size]),
        RecordWitness.From(source.Slice(RecordCommitment.Size, RecordWitness.Size)),
        Blake3Hash.From(source[(RecordCommitment.Size + RecordWitness.Size)..]));

    /// <summary>Writes the first <see cref="Size"/> bytes of <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination)
    {
        Commitment.AsSpan().CopyTo(destination);
        Witness.AsSpan().CopyTo(destination[RecordCommitment.Size..]);
        PieceChecksum.AsSpan().CopyTo(destination[(RecordCommitment.Size + RecordWitness.Size)..]);
    }
}
