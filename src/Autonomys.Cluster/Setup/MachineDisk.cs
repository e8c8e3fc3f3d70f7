using Autonomys.Farming.Farms.Space;

namespace Autonomys.Cluster.Setup;

/// <summary>A disk that is farmed.</summary>
/// <param name="Path">Where it is mounted.</param>
/// <param name="Argument"><c>sectors=7000</c> or <c>size=95%</c>, as the command line takes it.</param>
/// <param name="Size">The same, read.</param>
/// <param name="Capacity">Bytes of the whole disk; null when the file does not say.</param>
public sealed record MachineDisk(string Path, string Argument, FarmSize Size, ulong? Capacity);
