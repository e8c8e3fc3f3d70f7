namespace Autonomys.Cluster.Setup;

/// <summary>How the NATS servers run.</summary>
/// <param name="Program">Path of nats-server, or its name.</param>
/// <param name="ClusterName">Name of the cluster of NATS servers.</param>
/// <param name="StoreDirectory">Where JetStream keeps its data; on a disk that survives a restart.</param>
/// <param name="Configuration">Path of the configuration on each machine.</param>
public sealed record NatsSettings(
    string Program = "nats-server",
    string ClusterName = "autonomys",
    string StoreDirectory = "/var/nats-data",
    string Configuration = "/etc/nats-server.conf");
