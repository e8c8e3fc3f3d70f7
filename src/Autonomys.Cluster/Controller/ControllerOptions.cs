namespace Autonomys.Cluster.Controller;

/// <summary>What a controller works with.</summary>
public sealed record ControllerOptions
{
    /// <summary>WebSocket addresses of nodes, at least one.</summary>
    public required IReadOnlyList<Uri> NodeRpcUrls { get; init; }

    /// <summary>Directory for the pieces of new segments until the caches have them.</summary>
    public required string BasePath { get; init; }

    /// <summary>Whether <see cref="BasePath"/> is removed at the end.</summary>
    public bool Temporary { get; init; }

    /// <summary>Whether pieces stay in <see cref="BasePath"/> after the caches have them.</summary>
    public bool RetainPieces { get; init; }

    /// <summary>Where the data plane listens.</summary>
    public required System.Net.IPEndPoint ListenOn { get; init; }

    /// <summary>Address that peers reach it at, when that is another one: a forwarded port, a container. Default: where it listens.</summary>
    public System.Net.IPEndPoint? Advertise { get; init; }

    /// <summary>Threads that check and archive segments. Default: one per core.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
