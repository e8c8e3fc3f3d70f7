namespace Autonomys.Farming.Verification;

/// <summary>Result of verifying a solution.</summary>
/// <param name="Error"><see cref="SolutionError.None"/> for a valid solution.</param>
/// <param name="Value">
/// The distance of a valid solution, and with <see cref="SolutionError.OutsideSolutionRange"/>; the piece offset, the solution's
/// history size, or the history size of expiry with the errors about those; otherwise 0.
/// </param>
/// <param name="Limit">
/// What <paramref name="Value"/> was held against: half of the solution range, the most pieces in a sector, the current history size.
/// </param>
public readonly record struct SolutionVerification(SolutionError Error, ulong Value = 0, ulong Limit = 0)
{
    public bool IsValid => Error == SolutionError.None;

    /// <summary>Distance of a valid solution, at most half of the solution range.</summary>
    public ulong? SolutionDistance => IsValid ? Value : null;

    public override string ToString() => Error switch
    {
        SolutionError.None => $"valid, distance {Value}",
        SolutionError.InvalidPieceOffset => $"piece offset {Value} is not below {Limit}, the most pieces in a sector",
        SolutionError.FutureHistorySize => $"history size {Value} is in the future, the current one is {Limit}",
        SolutionError.SectorExpired => $"the sector expired at history size {Value}, the current one is {Limit}",
        SolutionError.InvalidPiece => "the record is not part of the segment",
        SolutionError.OutsideSolutionRange => $"distance {Value} is above {Limit}, half of the solution range",
        SolutionError.InvalidProofOfSpace => "the proof of space is invalid",
        SolutionError.InvalidChunk => "the chunk is not a scalar",
        SolutionError.InvalidChunkWitness => "the chunk is not part of the record",
        SolutionError.InvalidHistorySize => "the history size is impossible",
        _ => Error.ToString(),
    };
}
