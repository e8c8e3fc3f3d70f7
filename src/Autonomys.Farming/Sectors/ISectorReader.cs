namespace Autonomys.Farming.Sectors;

/// <summary>Bytes of one plotted sector, or of a plot of concatenated sectors; safe for concurrent use.</summary>
public interface ISectorReader
{
    /// <summary>Fills <paramref name="destination"/> from <paramref name="offset"/>, in bytes.</summary>
    /// <exception cref="IOException">The bytes cannot be read, or there are not that many.</exception>
    void ReadExactly(long offset, Span<byte> destination);
}
