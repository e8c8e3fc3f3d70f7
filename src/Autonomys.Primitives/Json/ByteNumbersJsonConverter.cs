using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Json;

/// <summary>Bytes as an array of numbers: how the network writes a solution's chunk, and nothing else.</summary>
public sealed class ByteNumbersJsonConverter<T> : JsonConverter<T>
    where T : struct, IFixedBytes<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<byte> bytes = stackalloc byte[T.Length];
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            throw new JsonException($"Expected an array of {T.Length} numbers, found {reader.TokenType}.");
        }

        int count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (count == bytes.Length || reader.TokenType != JsonTokenType.Number || !reader.TryGetByte(out bytes[count]))
            {
                throw new JsonException($"Expected an array of {T.Length} numbers from 0 to 255.");
            }

            count++;
        }

        return count == bytes.Length
            ? T.From(bytes)
            : throw new JsonException($"Expected an array of {T.Length} numbers, found {count}.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (byte number in value.AsSpan())
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }
}
