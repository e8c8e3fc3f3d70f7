using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Solutions;

/// <summary>An sr25519 signature in context <c>subspace_reward</c>.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<RewardSignature>))]
public readonly record struct RewardSignature : IFixedBytes<RewardSignature>
{
    private readonly Bytes64 _value;

    public RewardSignature(Bytes64 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 64;

    public static int Length => Size;

    /// <summary>Copies exactly 64 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static RewardSignature From(ReadOnlySpan<byte> source) => new(Bytes64.From(source));

    /// <summary>Reads 128 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static RewardSignature FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
