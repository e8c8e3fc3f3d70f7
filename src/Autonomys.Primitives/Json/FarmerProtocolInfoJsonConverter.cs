using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Primitives.Json;

/// <summary>Protocol information with the recent share as an array of two numbers.</summary>
public sealed class FarmerProtocolInfoJsonConverter : JsonConverter<FarmerProtocolInfo>
{
    public override FarmerProtocolInfo Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Wire wire = JsonSerializer.Deserialize(ref reader, PrimitivesJsonContext.Default.Wire)
            ?? throw new JsonException("Expected the protocol information, found null.");
        if (wire.RecentHistoryFraction.Length != 2)
        {
            throw new JsonException($"recentHistoryFraction has {wire.RecentHistoryFraction.Length} numbers, not 2.");
        }

        FarmerProtocolInfo info = new(
            wire.HistorySize,
            wire.MaxPiecesInSector,
            wire.RecentSegments,
            wire.RecentHistoryFraction[0],
            wire.RecentHistoryFraction[1],
            wire.MinSectorLifetime);
        return info.IsValid
            ? info
            : throw new JsonException($"Protocol information has a zero or a fraction above 1: {info}.");
    }

    public override void Write(Utf8JsonWriter writer, FarmerProtocolInfo value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(
            writer,
            new Wire(
                value.HistorySize,
                value.MaxPiecesInSector,
                value.RecentSegments,
                [value.RecentFractionNumerator, value.RecentFractionDenominator],
                value.MinSectorLifetime),
            PrimitivesJsonContext.Default.Wire);

    internal sealed record Wire(
        HistorySize HistorySize, ushort MaxPiecesInSector, ulong RecentSegments, ulong[] RecentHistoryFraction, ulong MinSectorLifetime);
}
