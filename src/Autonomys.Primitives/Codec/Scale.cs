using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Primitives.Codec;

/// <summary>Whole values to and from SCALE.</summary>
public static class Scale
{
    public static byte[] Encode<T>(T value)
        where T : IScaleType<T>
    {
        ScaleWriter writer = new();
        value.EncodeTo(writer);
        return writer.ToArray();
    }

    /// <summary>Reads one value that takes up all of <paramref name="bytes"/>.</summary>
    public static bool TryDecode<T>(ReadOnlySpan<byte> bytes, [MaybeNullWhen(false)] out T value)
        where T : IScaleType<T>
    {
        ScaleReader reader = new(bytes);
        return T.TryDecode(ref reader, out value) && reader.IsAtEnd;
    }

    /// <summary>Reads one value that takes up all of <paramref name="bytes"/>.</summary>
    /// <exception cref="ScaleFormatException">The bytes are not exactly one such value.</exception>
    public static T Decode<T>(ReadOnlySpan<byte> bytes)
        where T : IScaleType<T> =>
        TryDecode<T>(bytes, out T? value)
            ? value
            : throw new ScaleFormatException($"{bytes.Length} bytes are not the SCALE form of exactly one {typeof(T).Name}.");
}
