using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Solutions;

/// <summary>KZG witness of one chunk of a record, a compressed G1 point.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<ChunkWitness>))]
public readonly record struct ChunkWitness : IFixedBytes<ChunkWitness>
{
    private readonly Bytes48 _value;

    public ChunkWitness(Bytes48 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 48;

    public static int Length => Size;

    /// <summary>Copies exactly 48 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static ChunkWitness From(ReadOnlySpan<byte> source) => new(Bytes48.From(source));

    /// <summary>Reads 96 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static ChunkWitness FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
