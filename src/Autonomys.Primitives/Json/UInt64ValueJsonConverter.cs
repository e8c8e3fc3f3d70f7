using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Json;

/// <summary>A u64 as a plain JSON number, also above 2^53.</summary>
public sealed class UInt64ValueJsonConverter<T> : JsonConverter<T>
    where T : struct, IUInt64Value<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number && reader.TryGetUInt64(out ulong value) && value >= T.MinValue
            ? T.From(value)
            : throw new JsonException($"Expected a whole number from {T.MinValue} to {ulong.MaxValue}.");

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
