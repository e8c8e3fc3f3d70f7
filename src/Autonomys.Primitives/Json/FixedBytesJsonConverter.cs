using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Json;

/// <summary>A fixed number of bytes as hex without a prefix.</summary>
public sealed class FixedBytesJsonConverter<T> : JsonConverter<T>
    where T : struct, IFixedBytes<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<byte> bytes = stackalloc byte[T.Length];
        Hex.Read(ref reader, bytes);
        return T.From(bytes);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => Hex.Write(writer, value.AsSpan());
}
