namespace Autonomys.Cluster.PlotServer;

/// <summary>The state of a job is not in words that this release understands.</summary>
internal sealed class UnreadableJobException(string message) : IOException(message);
