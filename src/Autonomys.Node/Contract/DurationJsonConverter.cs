using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autonomys.Node.Contract;

/// <summary>A duration as {"secs": u64, "nanos": u32}.</summary>
public sealed class DurationJsonConverter : JsonConverter<TimeSpan>
{
    private const long MaxSeconds = long.MaxValue / TimeSpan.TicksPerSecond;
    private const uint NanosPerSecond = 1_000_000_000;

    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Wire wire = JsonSerializer.Deserialize(ref reader, DurationJsonContext.Default.Wire)
            ?? throw new JsonException("Expected a duration, found null.");
        return wire.Secs < MaxSeconds && wire.Nanos < NanosPerSecond
            ? new TimeSpan(((long)wire.Secs * TimeSpan.TicksPerSecond) + (wire.Nanos / TimeSpan.NanosecondsPerTick))
            : throw new JsonException($"A duration of {wire.Secs} s and {wire.Nanos} ns is out of range.");
    }

    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options)
    {
        if (value < TimeSpan.Zero)
        {
            throw new JsonException($"A duration is not negative, got {value}.");
        }

        JsonSerializer.Serialize(
            writer,
            new Wire(
                (ulong)(value.Ticks / TimeSpan.TicksPerSecond),
                (uint)(value.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick)),
            DurationJsonContext.Default.Wire);
    }

    internal sealed record Wire(ulong Secs, uint Nanos);
}
