using System.Text.Json.Serialization;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Node.Contract;

/// <summary>An object in the archived history; in JSON an array of the three values.</summary>
/// <param name="Hash">Hash of the object.</param>
/// <param name="PieceIndex">Piece in which it begins.</param>
/// <param name="Offset">Byte in that piece's raw record.</param>
[JsonConverter(typeof(GlobalObjectJsonConverter))]
public readonly record struct GlobalObject(Blake3Hash Hash, PieceIndex PieceIndex, uint Offset);
