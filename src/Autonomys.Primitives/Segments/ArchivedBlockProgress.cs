using System.Text.Json.Serialization;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Segments;

/// <summary>How much of a block is archived: all of it, or its first bytes.</summary>
[JsonConverter(typeof(ArchivedBlockProgressJsonConverter))]
public readonly record struct ArchivedBlockProgress : IScaleType<ArchivedBlockProgress>
{
    private ArchivedBlockProgress(uint? partialBytes) => PartialBytes = partialBytes;

    public static int MinEncodedSize => 1;

    /// <summary>All of the block.</summary>
    public static ArchivedBlockProgress Complete => default;

    /// <summary>Archived bytes of a block that is not complete; null when it is.</summary>
    public uint? PartialBytes { get; }

    /// <summary>The first <paramref name="bytes"/> of the block's encoding.</summary>
    public static ArchivedBlockProgress Partial(uint bytes) => new(bytes);

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteBool(PartialBytes is not null);
        if (PartialBytes is { } bytes)
        {
            writer.WriteUInt32(bytes);
        }
    }

    public static bool TryDecode(ref ScaleReader reader, out ArchivedBlockProgress value)
    {
        value = default;
        if (!reader.TryReadBool(out bool partial))
        {
            return false;
        }

        if (!partial)
        {
            return true;
        }

        if (!reader.TryReadUInt32(out uint bytes))
        {
            return false;
        }

        value = Partial(bytes);
        return true;
    }
}
