using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Node.Contract;

/// <summary>[hash, piece index, offset].</summary>
internal sealed class GlobalObjectJsonConverter : JsonConverter<GlobalObject>
{
    public override GlobalObject Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray && reader.Read())
        {
            Blake3Hash hash = JsonSerializer.Deserialize(ref reader, NodeJsonContext.Default.Blake3Hash);
            if (reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong pieceIndex)
                && reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetUInt32(out uint offset)
                && reader.Read() && reader.TokenType == JsonTokenType.EndArray)
            {
                return new(hash, new(pieceIndex), offset);
            }
        }

        throw new JsonException("Expected an object mapping: [hash, piece index, offset].");
    }

    public override void Write(Utf8JsonWriter writer, GlobalObject value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        JsonSerializer.Serialize(writer, value.Hash, NodeJsonContext.Default.Blake3Hash);
        writer.WriteNumberValue(value.PieceIndex.Value);
        writer.WriteNumberValue(value.Offset);
        writer.WriteEndArray();
    }
}
