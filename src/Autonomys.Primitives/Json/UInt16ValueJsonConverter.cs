using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Json;

/// <summary>A u16 as a plain JSON number.</summary>
public sealed class UInt16ValueJsonConverter<T> : JsonConverter<T>
    where T : struct, IUInt16Value<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt16(out ushort value)
            ? T.From(value)
            : throw new JsonException($"Expected a whole number from 0 to {ushort.MaxValue}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
