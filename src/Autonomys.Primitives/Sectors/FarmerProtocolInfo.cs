using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Json;
using Autonomys.Primitives.Segments;

namespace Autonomys.Primitives.Sectors;

/// <summary>The chain's parameters that decide what a sector holds and how long it lives.</summary>
/// <param name="HistorySize">Archived segments so far.</param>
/// <param name="MaxPiecesInSector">Most pieces that a sector may have.</param>
/// <param name="RecentSegments">How many of the newest segments count as recent; at least 1.</param>
/// <param name="RecentFractionNumerator">Share of recent pieces in a sector, above the line; at least 1.</param>
/// <param name="RecentFractionDenominator">Share of recent pieces in a sector, below the line; not below the numerator.</param>
/// <param name="MinSectorLifetime">Segments that a sector lives at least; at least 1.</param>
[JsonConverter(typeof(FarmerProtocolInfoJsonConverter))]
public sealed record FarmerProtocolInfo(
    HistorySize HistorySize,
    ushort MaxPiecesInSector,
    ulong RecentSegments,
    ulong RecentFractionNumerator,
    ulong RecentFractionDenominator,
    ulong MinSectorLifetime) : IScaleType<FarmerProtocolInfo>
{
    public static int MinEncodedSize => (5 * sizeof(ulong)) + sizeof(ushort);

    /// <summary>Whether the values can be those of a chain: none is zero, and the fraction is at most 1.</summary>
    [JsonIgnore]
    public bool IsValid =>
        HistorySize.Value > 0
        && MaxPiecesInSector > 0
        && RecentSegments > 0
        && RecentFractionNumerator > 0
        && RecentFractionDenominator >= RecentFractionNumerator
        && MinSectorLifetime > 0;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteUInt64(HistorySize.Value);
        writer.WriteUInt16(MaxPiecesInSector);
        writer.WriteUInt64(RecentSegments);
        writer.WriteUInt64(RecentFractionNumerator);
        writer.WriteUInt64(RecentFractionDenominator);
        writer.WriteUInt64(MinSectorLifetime);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out FarmerProtocolInfo value)
    {
        value = null;
        if (reader.TryReadUInt64(out ulong historySize)
            && reader.TryReadUInt16(out ushort maxPieces)
            && reader.TryReadUInt64(out ulong recentSegments)
            && reader.TryReadUInt64(out ulong numerator)
            && reader.TryReadUInt64(out ulong denominator)
            && reader.TryReadUInt64(out ulong lifetime))
        {
            FarmerProtocolInfo info = new(new(historySize), maxPieces, recentSegments, numerator, denominator, lifetime);
            value = info.IsValid ? info : null;
        }

        return value is not null;
    }
}
