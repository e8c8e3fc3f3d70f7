using System.Text.Json.Serialization;

namespace Autonomys.Cluster.Bus;

/// <summary>Everything that components tell each other over the bus: JSON that `nats sub` shows as it is.</summary>
public abstract record ClusterMessage
{
    /// <summary>The version of this program's messages. A field may be added without raising it; old readers pass over it.</summary>
    public const int CurrentVersion = 1;

    [JsonPropertyOrder(-1)]
    public int V { get; init; } = CurrentVersion;
}
