namespace Autonomys.Farming.Sectors;

/// <summary>Why bytes read from a farm are not the sector structure they should be.</summary>
public enum SectorParseError
{
    None,

    /// <summary>More or fewer bytes than the structure has.</summary>
    WrongLength,

    /// <summary>The BLAKE3 at the end is not that of the bytes before it: corrupted, or never written.</summary>
    ChecksumMismatch,

    /// <summary>A bitfield of the contents map has more than 32,768 bits set.</summary>
    TooManyEncodedChunks,

    /// <summary>History size zero, no pieces, or s-bucket sizes that do not add up to the chunks of the sector.</summary>
    ImpossibleValue,
}
