using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Bytes;

/// <summary>32 bytes held by value; the storage of the hashes, keys and points of that size.</summary>
[InlineArray(Size)]
[JsonConverter(typeof(FixedBytesJsonConverter<Bytes32>))]
public struct Bytes32 : IFixedBytes<Bytes32>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    private byte _first;

    public static int Length => Size;

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static Bytes32 From(ReadOnlySpan<byte> source)
    {
        FixedBytes.RequireLength(source, Size);
        Bytes32 value = default;
        source.CopyTo(value);
        return value;
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> AsSpan() => this;

    public readonly byte[] ToArray() => AsSpan().ToArray();

    public readonly bool Equals(Bytes32 other) => AsSpan().SequenceEqual(other.AsSpan());

    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is Bytes32 other && Equals(other);

    public override readonly int GetHashCode() => FixedBytes.HashCode(AsSpan());

    /// <summary>Lower-case hex without a prefix, as the network's JSON writes bytes.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(AsSpan());

    public static bool operator ==(Bytes32 left, Bytes32 right) => left.Equals(right);

    public static bool operator !=(Bytes32 left, Bytes32 right) => !left.Equals(right);
}
