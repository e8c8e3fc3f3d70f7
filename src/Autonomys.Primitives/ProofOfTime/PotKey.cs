using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.ProofOfTime;

/// <summary>AES-128 key of a proof of time.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<PotKey>))]
public readonly record struct PotKey : IFixedBytes<PotKey>
{
    private readonly Bytes16 _value;

    public PotKey(Bytes16 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 16;

    public static int Length => Size;

    /// <summary>Copies exactly 16 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static PotKey From(ReadOnlySpan<byte> source) => new(Bytes16.From(source));

    /// <summary>Reads 32 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static PotKey FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
