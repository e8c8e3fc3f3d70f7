using System.Text.Json.Serialization;
using Autonomys.Primitives.Codec;

namespace Autonomys.Primitives.Segments;

/// <summary>The last block that a segment has something of.</summary>
public readonly record struct LastArchivedBlock(
    uint Number, [property: JsonPropertyName("archivedProgress")] ArchivedBlockProgress Progress) : IScaleType<LastArchivedBlock>
{
    public static int MinEncodedSize => sizeof(uint) + ArchivedBlockProgress.MinEncodedSize;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteUInt32(Number);
        Progress.EncodeTo(writer);
    }

    public static bool TryDecode(ref ScaleReader reader, out LastArchivedBlock value)
    {
        value = default;
        if (!reader.TryReadUInt32(out uint number) || !ArchivedBlockProgress.TryDecode(ref reader, out ArchivedBlockProgress progress))
        {
            return false;
        }

        value = new(number, progress);
        return true;
    }
}
