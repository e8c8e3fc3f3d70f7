namespace Autonomys.Farming.Verification;

/// <summary>Why a solution is refused; the names are those that the network's node reports.</summary>
public enum SolutionError
{
    None,

    /// <summary>The piece offset is not below the most pieces that a sector may have.</summary>
    InvalidPieceOffset,

    /// <summary>The sector was made for a history that does not exist yet.</summary>
    FutureHistorySize,

    /// <summary>The sector's time is over.</summary>
    SectorExpired,

    /// <summary>The record commitment is not part of the segment.</summary>
    InvalidPiece,

    /// <summary>The chunk is too far from the challenge.</summary>
    OutsideSolutionRange,

    /// <summary>The proof of space is not one for this sector, record and s-bucket.</summary>
    InvalidProofOfSpace,

    /// <summary>The chunk is not a scalar.</summary>
    InvalidChunk,

    /// <summary>The chunk is not part of the record, or commitment or witness are not points.</summary>
    InvalidChunkWitness,

    /// <summary>The expiry of the sector does not fit 64 bits.</summary>
    InvalidHistorySize,
}
