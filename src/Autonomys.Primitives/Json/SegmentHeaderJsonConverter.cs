using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;

namespace Autonomys.Primitives.Json;

/// <summary>A segment header as an object with its version as the only name.</summary>
public sealed class SegmentHeaderJsonConverter : JsonConverter<SegmentHeader>
{
    public override SegmentHeader Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        V0 v0 = JsonSerializer.Deserialize(ref reader, PrimitivesJsonContext.Default.Versioned)?.V0
            ?? throw new JsonException("Expected a segment header, found null.");
        return new(v0.SegmentIndex, v0.SegmentCommitment, v0.PrevSegmentHeaderHash, v0.LastArchivedBlock);
    }

    public override void Write(Utf8JsonWriter writer, SegmentHeader value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new Versioned(new(value.SegmentIndex, value.SegmentCommitment, value.PrevSegmentHeaderHash, value.LastArchivedBlock)),
            PrimitivesJsonContext.Default.Versioned);

    internal sealed record Versioned(V0 V0);

    internal sealed record V0(
        SegmentIndex SegmentIndex,
        SegmentCommitment SegmentCommitment,
        Blake3Hash PrevSegmentHeaderHash,
        LastArchivedBlock LastArchivedBlock);
}
