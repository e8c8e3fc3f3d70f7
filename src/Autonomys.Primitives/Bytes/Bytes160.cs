using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Autonomys.Primitives.Bytes;

/// <summary>160 bytes held by value; the storage of the hashes, keys and points of that size.</summary>
[InlineArray(Size)]
public struct Bytes160 : IFixedBytes<Bytes160>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 160;

    private byte _first;

    public static int Length => Size;

    /// <summary>Copies exactly 160 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static Bytes160 From(ReadOnlySpan<byte> source)
    {
        FixedBytes.RequireLength(source, Size);
        Bytes160 value = default;
        source.CopyTo(value);
        return value;
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> AsSpan() => this;

    public readonly byte[] ToArray() => AsSpan().ToArray();

    public readonly bool Equals(Bytes160 other) => AsSpan().SequenceEqual(other.AsSpan());

    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is Bytes160 other && Equals(other);

    public override readonly int GetHashCode() => FixedBytes.HashCode(AsSpan());

    /// <summary>Lower-case hex without a prefix, as the network's JSON writes bytes.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(AsSpan());

    public static bool operator ==(Bytes160 left, Bytes160 right) => left.Equals(right);

    public static bool operator !=(Bytes160 left, Bytes160 right) => !left.Equals(right);
}
