using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Reading;

/// <summary>A sector or a piece of it could not be read back; the message names it and says what to do.</summary>
public sealed class SectorReadException : FarmingException
{
    public SectorReadException(SectorReadError error, SectorIndex sectorIndex, string message)
        : base($"Sector {sectorIndex}: {message}")
    {
        Error = error;
        SectorIndex = sectorIndex;
    }

    public SectorReadException(SectorReadError error, SectorIndex sectorIndex, string message, Exception inner)
        : base($"Sector {sectorIndex}: {message}", inner)
    {
        Error = error;
        SectorIndex = sectorIndex;
    }

    public SectorReadError Error { get; }

    public SectorIndex SectorIndex { get; }

    /// <summary>Whether the sector's content is damaged, so that plotting it again helps.</summary>
    public bool IsCorruption => Error is not SectorReadError.InputOutput;
}
