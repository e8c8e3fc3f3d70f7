using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Segments;

namespace Autonomys.Primitives.Json;

/// <summary>"complete", or {"partial": bytes}.</summary>
public sealed class ArchivedBlockProgressJsonConverter : JsonConverter<ArchivedBlockProgress>
{
    public override ArchivedBlockProgress Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals("complete"u8))
        {
            return ArchivedBlockProgress.Complete;
        }

        if (reader.TokenType == JsonTokenType.StartObject
            && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("partial"u8)
            && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out uint bytes)
            && reader.Read() && reader.TokenType == JsonTokenType.EndObject)
        {
            return ArchivedBlockProgress.Partial(bytes);
        }

        throw new JsonException("Expected \"complete\" or {\"partial\": number of bytes}.");
    }

    public override void Write(Utf8JsonWriter writer, ArchivedBlockProgress value, JsonSerializerOptions options)
    {
        if (value.PartialBytes is { } bytes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("partial"u8, bytes);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteStringValue("complete"u8);
        }
    }
}
