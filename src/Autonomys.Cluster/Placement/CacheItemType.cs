using System.Text.Json.Serialization;

namespace Autonomys.Cluster.Placement;

/// <summary>What sharded caches keep of a piece.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<CacheItemType>))]
public enum CacheItemType
{
    /// <summary>The whole piece, on one cache.</summary>
    [JsonStringEnumMemberName("piece")]
    Piece,

    /// <summary>Fragments on several caches, read at once; all are needed.</summary>
    [JsonStringEnumMemberName("split-piece")]
    SplitPiece,

    /// <summary>Fragments and parity fragments: some caches may be missing.</summary>
    [JsonStringEnumMemberName("split-parity-piece")]
    SplitParityPiece,
}
