using System.Buffers;
using System.Text.Json;

namespace Autonomys.Primitives.Json;

/// <summary>Hex as the node's JSON has it: no prefix, lower case when written, either case when read.</summary>
internal static class Hex
{
    /// <summary>Fills <paramref name="destination"/> from the JSON string at the reader, which must have exactly that many bytes.</summary>
    /// <exception cref="JsonException">Not a string, another length, a 0x prefix, not hex.</exception>
    public static void Read(ref Utf8JsonReader reader, scoped Span<byte> destination)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"Expected a string of {2 * destination.Length} hex digits, found {reader.TokenType}.");
        }

        int digits = 2 * destination.Length;
        long length = reader.HasValueSequence ? reader.ValueSequence.Length : reader.ValueSpan.Length;
        if (length != digits || reader.ValueIsEscaped)
        {
            throw new JsonException(
                $"Expected {digits} hex digits ({destination.Length} bytes, without 0x), found a string of {length} characters.");
        }

        byte[]? rented = null;
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (reader.HasValueSequence)
        {
            rented = ArrayPool<byte>.Shared.Rent(digits);
            reader.ValueSequence.CopyTo(rented);
            text = rented.AsSpan(0, digits);
        }

        OperationStatus status = Convert.FromHexString(text, destination, out _, out _);
        bool prefixed = text.StartsWith("0x"u8);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        if (status != OperationStatus.Done)
        {
            throw new JsonException(
                prefixed
                    ? "Hex has a 0x prefix, which the node's byte strings do not have."
                    : $"A string of {digits} characters has characters that are not hex digits.");
        }
    }

    /// <summary>Writes lower-case hex without a prefix.</summary>
    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> bytes)
    {
        int digits = 2 * bytes.Length;
        byte[]? rented = digits > 1024 ? ArrayPool<byte>.Shared.Rent(digits) : null;
        Span<byte> text = rented is null ? stackalloc byte[1024] : rented;
        Convert.TryToHexStringLower(bytes, text, out _);
        writer.WriteStringValue(text[..digits]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
