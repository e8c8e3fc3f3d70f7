using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Primitives.Bytes;

/// <summary>A value that is a fixed number of bytes, so that codecs can be written once for all of them.</summary>
public interface IFixedBytes<TSelf> : IEquatable<TSelf>
    where TSelf : struct, IFixedBytes<TSelf>
{
    /// <summary>Length in bytes.</summary>
    static abstract int Length { get; }

    /// <summary>Copies exactly <see cref="Length"/> bytes; throws <see cref="ArgumentException"/> for another length.</summary>
    static abstract TSelf From(ReadOnlySpan<byte> source);

    /// <summary>The bytes in place, valid as long as the value that they belong to.</summary>
    [UnscopedRef]
    ReadOnlySpan<byte> AsSpan();

    byte[] ToArray();
}
