using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Sectors;

/// <summary>Identifies a sector: BLAKE3 of its index and history size, keyed by the hash of the public key.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<SectorId>))]
public readonly partial record struct SectorId : IFixedBytes<SectorId>
{
    private readonly Bytes32 _value;

    public SectorId(Bytes32 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    public static int Length => Size;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static SectorId From(ReadOnlySpan<byte> source) => new(Bytes32.From(source));

    /// <summary>Reads 64 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static SectorId FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
