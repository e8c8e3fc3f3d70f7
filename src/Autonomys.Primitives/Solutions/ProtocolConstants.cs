namespace Autonomys.Primitives.Solutions;

/// <summary>Constants of the public network's runtime (protocol.md 4.1); a development chain may use smaller ones.</summary>
public static class ProtocolConstants
{
    /// <summary>Name under which rewards are signed.</summary>
    public const string RewardSigningContext = "subspace_reward";

    /// <summary>Nominal time between slots; proofs of time set the real one.</summary>
    public static readonly TimeSpan SlotDuration = TimeSpan.FromMilliseconds(1000);

    /// <summary>Share of slots that have a block, above the line.</summary>
    public const ulong SlotProbabilityNumerator = 1;

    /// <summary>Share of slots that have a block, below the line.</summary>
    public const ulong SlotProbabilityDenominator = 6;

    /// <summary>Slots between a slot and the block for it.</summary>
    public const ulong BlockAuthoringDelaySlots = 4;

    /// <summary>Blocks after which the solution range is adjusted.</summary>
    public const uint EraDurationBlocks = 2016;

    /// <summary>Votes expected in a block; the voting range is this plus one times the block range.</summary>
    public const uint ExpectedVotesPerBlock = 9;

    /// <summary>Blocks that must be built on one before it is archived.</summary>
    public const uint ConfirmationDepthBlocks = 100;

    /// <summary>Solution range of the first era: that of 1,000 pieces.</summary>
    public static readonly SolutionRange InitialSolutionRange = SolutionRanges.FromPieces(MaxPiecesInSector);

    public const ushort MaxPiecesInSector = 1000;

    /// <summary>Newest segments from which recent pieces are taken.</summary>
    public const ulong RecentSegments = 5;

    /// <summary>Share of recent pieces in a sector, above the line.</summary>
    public const ulong RecentFractionNumerator = 1;

    /// <summary>Share of recent pieces in a sector, below the line.</summary>
    public const ulong RecentFractionDenominator = 10;

    /// <summary>Segments that a sector lives at least.</summary>
    public const ulong MinSectorLifetime = 4;

    /// <summary>Blocks between two injections of entropy into the proof of time.</summary>
    public const uint PotEntropyInjectionIntervalBlocks = 50;

    /// <summary>Injection intervals that the injected entropy is old.</summary>
    public const uint PotEntropyInjectionLookbackDepth = 2;

    /// <summary>Slots between the block that decides on an injection and the slot that it changes.</summary>
    public const ulong PotEntropyInjectionDelaySlots = 15;
}
