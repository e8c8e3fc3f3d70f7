using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autonomys.DevChain.Rpc;

/// <summary>Writes the envelopes of JSON-RPC 2.0 in the member order of the reference node: jsonrpc, id, result or error.</summary>
internal static class RpcResponse
{
    // Hex and plain ASCII need no escapes; the relaxed encoder keeps messages readable in a terminal.
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static byte[] Result(JsonElement? id, ReadOnlySpan<byte> result)
    {
        ArrayBufferWriter<byte> buffer = new(result.Length + 64);
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            Start(writer, id);
            writer.WritePropertyName("result"u8);
            writer.WriteRawValue(result, skipInputValidation: true);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Error(JsonElement? id, RpcErrorException error)
    {
        ArrayBufferWriter<byte> buffer = new(256);
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            Start(writer, id);
            writer.WriteStartObject("error"u8);
            writer.WriteNumber("code"u8, error.Code);
            writer.WriteString("message"u8, error.Message);
            if (error.Details is not null)
            {
                writer.WriteString("data"u8, error.Details);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static byte[] Notification(string method, string subscriptionId, ReadOnlySpan<byte> item)
    {
        ArrayBufferWriter<byte> buffer = new(item.Length + 128);
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("jsonrpc"u8, "2.0"u8);
            writer.WriteString("method"u8, method);
            writer.WriteStartObject("params"u8);
            writer.WriteString("subscription"u8, subscriptionId);
            writer.WritePropertyName("result"u8);
            writer.WriteRawValue(item, skipInputValidation: true);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Start(Utf8JsonWriter writer, JsonElement? id)
    {
        writer.WriteStartObject();
        writer.WriteString("jsonrpc"u8, "2.0"u8);
        writer.WritePropertyName("id"u8);
        if (id is { } value)
        {
            value.WriteTo(writer);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
