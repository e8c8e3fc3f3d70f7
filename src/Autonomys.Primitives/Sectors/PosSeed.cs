using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Sectors;

/// <summary>Seed of a proof-of-space table (the evaluation seed of a record in a sector).</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<PosSeed>))]
public readonly record struct PosSeed : IFixedBytes<PosSeed>
{
    private readonly Bytes32 _value;

    public PosSeed(Bytes32 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    public static int Length => Size;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static PosSeed From(ReadOnlySpan<byte> source) => new(Bytes32.From(source));

    /// <summary>Reads 64 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static PosSeed FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
