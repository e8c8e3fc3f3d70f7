using System.Diagnostics.CodeAnalysis;

namespace Autonomys.Primitives.Codec;

/// <summary>A type with a SCALE form: fields in declared order, little-endian, as the network's runtime encodes them.</summary>
public interface IScaleType<TSelf>
    where TSelf : IScaleType<TSelf>
{
    /// <summary>The fewest bytes that a value can take: bounds how many elements a vector can claim.</summary>
    static abstract int MinEncodedSize { get; }

    void EncodeTo(ScaleWriter writer);

    /// <summary>Reads one value; false, with the reader at an unspecified place, when the bytes are not one.</summary>
    static abstract bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out TSelf value);
}
