using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Pieces;

/// <summary>A piece of archived history: a record, its commitment, and the witness that it belongs to its segment.</summary>
/// <remarks>Owns 1,048,672 bytes on the heap. JSON: hex; SCALE: a vector of bytes (protocol.md 4.3).</remarks>
[JsonConverter(typeof(PieceJsonConverter))]
public sealed class Piece : IEquatable<Piece>, IScaleType<Piece>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = RecordLayout.PieceSize;

    private readonly byte[] _bytes;

    /// <summary>A piece of zeros, to be filled.</summary>
    public Piece() => _bytes = new byte[Size];

    /// <summary>Takes over <paramref name="bytes"/> without copying them.</summary>
    /// <exception cref="ArgumentException">Not 1,048,672 bytes.</exception>
    public Piece(byte[] bytes)
    {
        if (bytes.Length != Size)
        {
            throw new ArgumentException($"A piece has {Size} bytes, got {bytes.Length}.", nameof(bytes));
        }

        _bytes = bytes;
    }

    public static int MinEncodedSize => sizeof(uint) + Size;

    /// <summary>The whole piece.</summary>
    public Span<byte> Bytes => _bytes;

    /// <summary>The whole piece, for asynchronous input and output.</summary>
    public Memory<byte> Memory => _bytes;

    /// <summary>The record: 32,768 scalars of 32 bytes, big-endian.</summary>
    public Span<byte> Record => _bytes.AsSpan(0, RecordLayout.RecordSize);

    /// <summary>The 48 bytes of the commitment to the record.</summary>
    public Span<byte> Commitment => _bytes.AsSpan(RecordLayout.RecordSize, RecordLayout.CommitmentSize);

    /// <summary>The 48 bytes of the witness of the commitment in its segment.</summary>
    public Span<byte> Witness => _bytes.AsSpan(RecordLayout.RecordSize + RecordLayout.CommitmentSize, RecordLayout.WitnessSize);

    public RecordCommitment RecordCommitment => RecordCommitment.From(Commitment);

    public RecordWitness RecordWitness => RecordWitness.From(Witness);

    public Piece Clone() => new((byte[])_bytes.Clone());

    public bool Equals([NotNullWhen(true)] Piece? other) => other is not null && Bytes.SequenceEqual(other.Bytes);

    public override bool Equals([NotNullWhen(true)] object? obj) => Equals(obj as Piece);

    public override int GetHashCode() => RecordCommitment.GetHashCode();

    public void EncodeTo(ScaleWriter writer) => writer.WriteBytes(_bytes);

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out Piece value)
    {
        value = null;
        if (!reader.TryReadBytes(out ReadOnlySpan<byte> bytes) || bytes.Length != Size)
        {
            return false;
        }

        value = new(bytes.ToArray());
        return true;
    }
}
