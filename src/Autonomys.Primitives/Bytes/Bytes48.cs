using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Autonomys.Primitives.Bytes;

/// <summary>48 bytes held by value; the storage of the hashes, keys and points of that size.</summary>
[InlineArray(Size)]
public struct Bytes48 : IFixedBytes<Bytes48>
{
    /// <summary>Length in bytes.</summary>
    public const int Size = 48;

    private byte _first;

    public static int Length => Size;

    /// <summary>Copies exactly 48 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static Bytes48 From(ReadOnlySpan<byte> source)
    {
        FixedBytes.RequireLength(source, Size);
        Bytes48 value = default;
        source.CopyTo(value);
        return value;
    }

    [UnscopedRef]
    public readonly ReadOnlySpan<byte> AsSpan() => this;

    public readonly byte[] ToArray() => AsSpan().ToArray();

    public readonly bool Equals(Bytes48 other) => AsSpan().SequenceEqual(other.AsSpan());

    public override readonly bool Equals([NotNullWhen(true)] object? obj) => obj is Bytes48 other && Equals(other);

    public override readonly int GetHashCode() => FixedBytes.HashCode(AsSpan());

    /// <summary>Lower-case hex without a prefix, as the network's JSON writes bytes.</summary>
    public override readonly string ToString() => Convert.ToHexStringLower(AsSpan());

    public static bool operator ==(Bytes48 left, Bytes48 right) => left.Equals(right);

    public static bool operator !=(Bytes48 left, Bytes48 right) => !left.Equals(right);
}
