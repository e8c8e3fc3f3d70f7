using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Primitives.Bytes;

/// <summary>What the fixed-size byte types share.</summary>
public static class FixedBytes
{
    internal static void RequireLength(ReadOnlySpan<byte> source, int expected)
    {
        if (source.Length != expected)
        {
            ThrowLength(source.Length, expected);
        }
    }

    internal static int HashCode(ReadOnlySpan<byte> value) =>
        // Not the first bytes alone: counters and point encodings differ at their ends.
        System.HashCode.Combine(
            BinaryPrimitives.ReadUInt64LittleEndian(value),
            BinaryPrimitives.ReadUInt64LittleEndian(value[^8..]));

    [DoesNotReturn]
    private static void ThrowLength(int actual, int expected) =>
        throw new ArgumentException($"Expected {expected} bytes, got {actual}.");
}
