namespace Autonomys.Cluster.PlotClient;

/// <summary>A finished sector is not the one that its plot-server announced.</summary>
internal sealed class SectorDamagedException(string message) : IOException(message);
