using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Hashing;

/// <summary>A BLAKE3 hash.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<Blake3Hash>))]
public readonly record struct Blake3Hash : IFixedBytes<Blake3Hash>
{
    private readonly Bytes32 _value;

    public Blake3Hash(Bytes32 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    public static int Length => Size;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static Blake3Hash From(ReadOnlySpan<byte> source) => new(Bytes32.From(source));

    /// <summary>Reads 64 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static Blake3Hash FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
