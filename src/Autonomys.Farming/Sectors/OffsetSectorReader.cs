namespace Autonomys.Farming.Sectors;

/// <summary>A sector inside a plot: adds the sector's position to every offset.</summary>
public sealed class OffsetSectorReader(ISectorReader plot, long start) : ISectorReader
{
    public void ReadExactly(long offset, Span<byte> destination) => plot.ReadExactly(start + offset, destination);
}
