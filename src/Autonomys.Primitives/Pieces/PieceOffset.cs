using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.Pieces;

/// <summary>Position of a piece in a sector.</summary>
[JsonConverter(typeof(UInt16ValueJsonConverter<PieceOffset>))]
public readonly partial record struct PieceOffset(ushort Value) : IUInt16Value<PieceOffset>
{
    public static PieceOffset From(ushort value) => new(value);

    public int CompareTo(PieceOffset other) => Value.CompareTo(other.Value);

    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    public static bool operator <(PieceOffset left, PieceOffset right) => left.Value < right.Value;

    public static bool operator >(PieceOffset left, PieceOffset right) => left.Value > right.Value;

    public static bool operator <=(PieceOffset left, PieceOffset right) => left.Value <= right.Value;

    public static bool operator >=(PieceOffset left, PieceOffset right) => left.Value >= right.Value;
}
