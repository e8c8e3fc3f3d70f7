using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Primitives.Json;

/// <summary>A piece as 2,097,344 hex digits.</summary>
public sealed class PieceJsonConverter : JsonConverter<Piece>
{
    public override Piece Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Piece piece = new();
        Hex.Read(ref reader, piece.Bytes);
        return piece;
    }

    public override void Write(Utf8JsonWriter writer, Piece value, JsonSerializerOptions options) => Hex.Write(writer, value.Bytes);
}
