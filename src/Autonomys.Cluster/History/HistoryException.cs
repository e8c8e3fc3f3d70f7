namespace Autonomys.Cluster.History;

/// <summary>The chain's history, as told or stored, contradicts itself.</summary>
public sealed class HistoryException(string message, Exception? innerException = null) : Exception(message, innerException);
