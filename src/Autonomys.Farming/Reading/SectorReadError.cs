namespace Autonomys.Farming.Reading;

/// <summary>Why something could not be read back from a sector.</summary>
public enum SectorReadError
{
    /// <summary>The file could not be read; other sectors of the farm are likely affected too.</summary>
    InputOutput,

    /// <summary>The contents map is corrupted: the sector has to be plotted again.</summary>
    ContentsMap,

    /// <summary>A chunk is marked as encoded, but there is no proof for its s-bucket: corrupted, or wrong hardware.</summary>
    MissingProof,

    /// <summary>A decoded chunk is not a scalar: corrupted.</summary>
    InvalidChunk,

    /// <summary>The record's source chunks could not be recovered.</summary>
    ErasureDecoding,

    /// <summary>The piece read back is not the one that was plotted.</summary>
    ChecksumMismatch,
}
