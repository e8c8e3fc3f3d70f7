using System.Text.Json;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.Cli.Util;

/// <summary>Finds the powers of the network's size in the public state of the Ethereum KZG ceremony, or in one transcript of it.</summary>
/// <remarks>
/// The state is some hundred megabytes of JSON with transcripts of several sizes. It is read through a window, and only the powers are
/// kept: <c>powersOfTau</c> with 32,768 <c>G1Powers</c> and 65 <c>G2Powers</c>, compressed points in hex with or without 0x.
/// </remarks>
internal static class KzgTranscript
{
    private const int G1Size = 48;
    private const int G2Size = 96;
    private const int MaxToken = 16 * 1024 * 1024;

    /// <summary>The parameters as one file's bytes, not yet hashed.</summary>
    /// <exception cref="InvalidDataException">Not JSON, or without such powers; says what is there instead.</exception>
    public static async Task<byte[]> ReadAsync(Stream json, CancellationToken cancellationToken)
    {
        Collector collector = new();
        byte[] window = new byte[1024 * 1024];
        int filled = 0;
        JsonReaderState state = default;
        while (true)
        {
            int read = await json.ReadAsync(window.AsMemory(filled), cancellationToken).ConfigureAwait(false);
            filled += read;
            int consumed = Scan(window.AsSpan(0, filled), isLast: read == 0, ref state, collector);
            if (collector.Result is { } result)
            {
                return result;
            }

            if (read == 0)
            {
                throw new InvalidDataException(
                    $"there is no transcript with {KzgParameters.G1Count} powers in G1 and {KzgParameters.G2Count} in G2 in it ({collector.Found})");
            }

            window.AsSpan(consumed, filled - consumed).CopyTo(window);
            filled -= consumed;
            if (filled == window.Length)
            {
                if (window.Length >= MaxToken)
                {
                    throw new InvalidDataException("it has a value of more than 16 MiB, which no transcript has");
                }

                Array.Resize(ref window, window.Length * 2);
            }
        }
    }

    private static int Scan(ReadOnlySpan<byte> window, bool isLast, ref JsonReaderState state, Collector collector)
    {
        Utf8JsonReader reader = new(window, isLast, state);
        try
        {
            while (collector.Result is null && reader.Read())
            {
                collector.Take(ref reader);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter is what the reader says of text that is not UTF-8.
            throw new InvalidDataException($"it is not JSON: {exception.Message}", exception);
        }

        state = reader.CurrentState;
        return (int)reader.BytesConsumed;
    }

    private sealed class Collector
    {
        private readonly Points _g1 = new(KzgParameters.G1Count, G1Size);
        private readonly Points _g2 = new(KzgParameters.G2Count, G2Size);
        private Points? _open;
        private Points? _next;
        private int _transcripts;

        public byte[]? Result { get; private set; }

        public string Found => _transcripts == 0 ? "no powersOfTau at all" : $"{_transcripts} transcripts of other sizes";

        public void Take(ref Utf8JsonReader reader)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    _next = reader.ValueTextEquals("G1Powers"u8) ? _g1 : reader.ValueTextEquals("G2Powers"u8) ? _g2 : null;
                    if (reader.ValueTextEquals("powersOfTau"u8))
                    {
                        _transcripts++;
                        _g1.Clear();
                        _g2.Clear();
                    }

                    break;
                case JsonTokenType.StartArray:
                    (_open, _next) = (_next, null);
                    _open?.Clear();
                    break;
                case JsonTokenType.String when _open is not null:
                    _open.Add(reader.GetString()!);
                    break;
                case JsonTokenType.EndArray:
                    _open = null;
                    Result = _g1.IsComplete && _g2.IsComplete ? [.. _g1.Bytes, .. _g2.Bytes] : null;
                    break;
                default:
                    _next = null;
                    break;
            }
        }
    }

    /// <summary>Points of one array; more than are asked for are counted, not kept.</summary>
    private sealed class Points(int expected, int size)
    {
        private int _count;

        public byte[] Bytes { get; } = new byte[expected * size];

        public bool IsComplete => _count == expected;

        public void Clear() => _count = 0;

        public void Add(string hex)
        {
            ReadOnlySpan<char> digits = hex.StartsWith("0x", StringComparison.OrdinalIgnoreCase) ? hex.AsSpan(2) : hex;
            if (_count < expected)
            {
                Span<byte> target = Bytes.AsSpan(_count * size, size);
                if (digits.Length != 2 * size || Convert.FromHexString(digits, target, out _, out _) != System.Buffers.OperationStatus.Done)
                {
                    throw new InvalidDataException($"power {_count} is not {size} bytes of hex");
                }
            }

            _count++;
        }
    }
}
