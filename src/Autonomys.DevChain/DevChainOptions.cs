using System.Net;
using Autonomys.Primitives.Solutions;
using Autonomys.Proofs.Time;

namespace Autonomys.DevChain;

/// <summary>Which callers may use the methods that sign, pay or serve pieces.</summary>
public enum RpcMethodsPolicy
{
    /// <summary>Unsafe methods are open exactly when the server listens on this machine only.</summary>
    Auto,

    /// <summary>Unsafe methods are closed.</summary>
    Safe,

    /// <summary>Unsafe methods are open to everyone who can connect.</summary>
    Unsafe,
}

/// <summary>
/// A development chain. Defaults are the network's constants, except for the proof of time, which the network makes slow on purpose.
/// What is marked "part of the chain" is fixed by the first start of a chain.
/// </summary>
public sealed record DevChainOptions
{
    /// <summary>Folder of the node; the chain lies in its subfolder <c>chain</c>.</summary>
    public required string BasePath { get; init; }

    /// <summary>Name of the chain, as <c>system_chain</c> tells it. Part of the chain.</summary>
    public string ChainName { get; init; } = "Autonomys Development";

    /// <summary>Words that make this chain differ from others with the same constants. Part of the chain.</summary>
    public string GenesisSeed { get; init; } = "autonomys-farmer development chain";

    /// <summary>Shortest time between two slots; farmers get four of them to answer. Part of the chain.</summary>
    public TimeSpan SlotDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Iterations of the proof of time of one slot, a multiple of 16 (the network: 206,557,520). Part of the chain.</summary>
    public uint PotIterationsPerSlot { get; init; } = 160_000;

    /// <summary>Slots between a slot and the block that claims it. Part of the chain.</summary>
    public ulong BlockAuthoringDelaySlots { get; init; } = 4;

    /// <summary>Solution range of the first era; the network's is that of one sector of 1,000 pieces. Part of the chain.</summary>
    public SolutionRange InitialSolutionRange { get; init; } = SolutionRanges.FromPieces(1000);

    /// <summary>Whether the solution range follows the farmed space from era to era. Part of the chain.</summary>
    public bool AdjustSolutionRange { get; init; } = true;

    /// <summary>Blocks of an era. Part of the chain.</summary>
    public uint EraDurationBlocks { get; init; } = 2016;

    /// <summary>Votes expected per block: the voting range is the solution range times this number plus one. Part of the chain.</summary>
    public uint ExpectedVotesPerBlock { get; init; } = 9;

    /// <summary>Blocks between the best block and the one that is archived. Part of the chain.</summary>
    public uint ConfirmationDepthBlocks { get; init; } = 100;

    /// <summary>Segments that count as recent. Part of the chain.</summary>
    public ulong RecentSegments { get; init; } = 5;

    /// <summary>Share of a sector's pieces that is taken from recent segments, above the line. Part of the chain.</summary>
    public ulong RecentFractionNumerator { get; init; } = 1;

    /// <summary>Share of a sector's pieces that is taken from recent segments, below the line. Part of the chain.</summary>
    public ulong RecentFractionDenominator { get; init; } = 10;

    /// <summary>Segments that a sector lives at least. Part of the chain.</summary>
    public ulong MinSectorLifetimeSegments { get; init; } = 4;

    /// <summary>Most pieces in a sector. Part of the chain.</summary>
    public ushort MaxPiecesInSector { get; init; } = 1000;

    /// <summary>Blocks between two injections of entropy into the proof of time. Part of the chain.</summary>
    public uint PotEntropyInjectionIntervalBlocks { get; init; } = 50;

    /// <summary>Injection intervals between the block that gives entropy and the one that schedules it. Part of the chain.</summary>
    public byte PotEntropyInjectionLookback { get; init; } = 2;

    /// <summary>Slots between scheduling entropy and its injection. Part of the chain.</summary>
    public ulong PotEntropyInjectionDelaySlots { get; init; } = 15;

    /// <summary>Time that a farm has for its signature of a block or vote.</summary>
    public TimeSpan RewardSigningTimeout { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Time that block import waits for subscribers to acknowledge an archived segment.</summary>
    public TimeSpan SegmentAcknowledgementTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Slots after the last block at which time stops while nobody listens to slots: a forgotten node would otherwise gather proofs of
    /// time without end, which the next block has to carry.
    /// </summary>
    public ulong IdleSlotLimit { get; init; } = 10_000;

    /// <summary>Where the RPC server listens; port 0 lets the system choose.</summary>
    public IPEndPoint RpcListenOn { get; init; } = new(IPAddress.Loopback, 9944);

    /// <summary>Who may call unsafe methods.</summary>
    public RpcMethodsPolicy RpcMethods { get; init; } = RpcMethodsPolicy.Auto;

    /// <summary>File or directory whose bytes become bodies of the next blocks; null for none.</summary>
    public string? ImportPath { get; init; }

    /// <summary>Most imported bytes in one block; the network's blocks hold 3.75 MiB of ordinary extrinsics.</summary>
    public int MaxImportBytesPerBlock { get; init; } = 3 * 1024 * 1024;

    /// <summary>Threads for archiving; 0 for one per processor.</summary>
    public int ArchivingThreads { get; init; }

    /// <summary>Time source of slots, signatures and acknowledgements.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal string ChainFolder => Path.Combine(BasePath, "chain");

    /// <summary>Time from slot to solution that farmers are told.</summary>
    internal TimeSpan FarmingTimeout => SlotDuration * BlockAuthoringDelaySlots;

    internal bool UnsafeRpcAllowed => RpcMethods switch
    {
        RpcMethodsPolicy.Safe => false,
        RpcMethodsPolicy.Unsafe => true,
        _ => IPAddress.IsLoopback(RpcListenOn.Address),
    };

    /// <summary>Checks every value.</summary>
    /// <exception cref="DevChainException">Names the first value that is wrong, and what would be right.</exception>
    public void Validate()
    {
        Require(!string.IsNullOrWhiteSpace(BasePath), nameof(BasePath), BasePath, "must name a folder");
        Require(!string.IsNullOrWhiteSpace(ChainName), nameof(ChainName), ChainName, "must not be empty");
        Require(SlotDuration > TimeSpan.Zero && SlotDuration <= TimeSpan.FromHours(1), nameof(SlotDuration), SlotDuration, "must be above 0 and at most an hour");
        Require(ProofOfTime.AreValidIterations(PotIterationsPerSlot), nameof(PotIterationsPerSlot), PotIterationsPerSlot, "must be a positive multiple of 16");
        Require(BlockAuthoringDelaySlots is >= 1 and <= 100, nameof(BlockAuthoringDelaySlots), BlockAuthoringDelaySlots, "must be from 1 to 100");
        Require(InitialSolutionRange.Value > 0, nameof(InitialSolutionRange), InitialSolutionRange, "must be above 0");
        Require(EraDurationBlocks > 0, nameof(EraDurationBlocks), EraDurationBlocks, "must be above 0");
        Require(ConfirmationDepthBlocks > 0, nameof(ConfirmationDepthBlocks), ConfirmationDepthBlocks, "must be above 0");
        Require(RecentSegments > 0, nameof(RecentSegments), RecentSegments, "must be above 0");
        Require(
            RecentFractionNumerator > 0 && RecentFractionNumerator <= RecentFractionDenominator,
            nameof(RecentFractionNumerator), $"{RecentFractionNumerator}/{RecentFractionDenominator}", "must make a fraction above 0 and at most 1");
        Require(MinSectorLifetimeSegments > 0, nameof(MinSectorLifetimeSegments), MinSectorLifetimeSegments, "must be above 0");
        Require(MaxPiecesInSector > 0, nameof(MaxPiecesInSector), MaxPiecesInSector, "must be above 0");
        Require(
            PotEntropyInjectionDelaySlots > BlockAuthoringDelaySlots + 1 + Slots.Timekeeper.MaxSlotsAhead,
            nameof(PotEntropyInjectionDelaySlots), PotEntropyInjectionDelaySlots,
            $"must be above {BlockAuthoringDelaySlots + 1 + Slots.Timekeeper.MaxSlotsAhead}, so that no slot is proven before it is known");
        Require(
            PotEntropyInjectionIntervalBlocks > PotEntropyInjectionDelaySlots,
            nameof(PotEntropyInjectionIntervalBlocks), PotEntropyInjectionIntervalBlocks, "must be above the injection delay in slots");
        Require(RewardSigningTimeout > TimeSpan.Zero, nameof(RewardSigningTimeout), RewardSigningTimeout, "must be above 0");
        Require(SegmentAcknowledgementTimeout > TimeSpan.Zero, nameof(SegmentAcknowledgementTimeout), SegmentAcknowledgementTimeout, "must be above 0");
        Require(IdleSlotLimit > 0, nameof(IdleSlotLimit), IdleSlotLimit, "must be above 0");
        Require(
            MaxImportBytesPerBlock is >= 1024 and <= 3_932_160, nameof(MaxImportBytesPerBlock), MaxImportBytesPerBlock, "must be from 1 KiB to 3.75 MiB");
        Require(ArchivingThreads >= 0, nameof(ArchivingThreads), ArchivingThreads, "must not be negative");
    }

    private static void Require(bool condition, string name, object? value, string rule)
    {
        if (!condition)
        {
            throw new DevChainException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name} is {value}, but it {rule}."));
        }
    }
}
