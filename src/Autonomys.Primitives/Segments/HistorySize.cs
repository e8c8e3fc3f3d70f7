using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Segments;

/// <summary>Number of archived segments, at least 1; history of size h ends with segment index h − 1.</summary>
[JsonConverter(typeof(UInt64ValueJsonConverter<HistorySize>))]
public readonly partial record struct HistorySize(ulong Value) : IUInt64Value<HistorySize>
{
    public static HistorySize From(ulong value) => new(value);

    public int CompareTo(HistorySize other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(HistorySize left, HistorySize right) => left.Value < right.Value;

    public static bool operator >(HistorySize left, HistorySize right) => left.Value > right.Value;

    public static bool operator <=(HistorySize left, HistorySize right) => left.Value <= right.Value;

    public static bool operator >=(HistorySize left, HistorySize right) => left.Value >= right.Value;

    static ulong IUInt64Value<HistorySize>.MinValue => 1;

    /// <summary>The smallest history: the genesis segment alone.</summary>
    public static HistorySize One => new(1);

    /// <summary>The last segment of a history of this size.</summary>
    public SegmentIndex SegmentIndex => new(checked(Value - 1));

    /// <summary>Pieces of a history of this size; the largest u64 when there would be more.</summary>
    public ulong InPieces => Value > ulong.MaxValue / SegmentLayout.Pieces ? ulong.MaxValue : Value * SegmentLayout.Pieces;

    /// <summary>History size at which the expiration of a sector made at this one is decided; null on overflow.</summary>
    public HistorySize? SectorExpirationCheck(HistorySize minSectorLifetime) =>
        ulong.MaxValue - Value >= minSectorLifetime.Value ? new(Value + minSectorLifetime.Value) : null;
}
