using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Solutions;

/// <summary>A proof of space for K = 20.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<PosProof>))]
public readonly record struct PosProof : IFixedBytes<PosProof>
{
    private readonly Bytes160 _value;

    public PosProof(Bytes160 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 160;

    public static int Length => Size;

    /// <summary>Copies exactly 160 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static PosProof From(ReadOnlySpan<byte> source) => new(Bytes160.From(source));

    /// <summary>Reads 320 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static PosProof FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
