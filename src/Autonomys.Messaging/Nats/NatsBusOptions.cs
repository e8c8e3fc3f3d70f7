namespace Autonomys.Messaging.Nats;

/// <summary>How to reach the NATS servers of a cluster.</summary>
public sealed record NatsBusOptions
{
    /// <summary>Addresses such as `nats://192.168.1.1:4222`; at least one. Doubled ones are taken once.</summary>
    public required IReadOnlyList<string> Servers { get; init; }

    /// <summary>What the servers show this connection as.</summary>
    public required string Name { get; init; }

    /// <summary>First word of all subjects and names of all streams, so that tests can share a server. Default `autonomys`.</summary>
    public string Prefix { get; init; } = "autonomys";

    /// <summary>How long one call may take. Default 5 s.</summary>
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often the server must answer; when it did not two times, the connection is given up for another. Default 3 s.</summary>
    public TimeSpan PingInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>Told when the connection is lost or back.</summary>
    public Action<string>? ConnectionChanged { get; init; }
}
