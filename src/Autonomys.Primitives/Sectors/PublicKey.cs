using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Sectors;

/// <summary>An sr25519 public key (a farmer's identity, or a reward address).</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<PublicKey>))]
public readonly partial record struct PublicKey : IFixedBytes<PublicKey>
{
    private readonly Bytes32 _value;

    public PublicKey(Bytes32 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    public static int Length => Size;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static PublicKey From(ReadOnlySpan<byte> source) => new(Bytes32.From(source));

    /// <summary>Reads 64 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static PublicKey FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();

    /// <summary>The hash by which sectors of the farm are keyed.</summary>
    public Blake3Hash Hash() => Blake3.Hash(AsSpan());
}
