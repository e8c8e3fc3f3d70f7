using System.Collections.Immutable;
using System.Text;
using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Import;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.State;

/// <summary>
/// The chain after one block: a pure function of its blocks, never changed, only replaced. Its SCALE form is what the state root commits to.
/// </summary>
internal sealed record ChainState
{
    public required ChainSpec Spec { get; init; }

    /// <summary>Hash of the genesis block; zeros only while it is being made.</summary>
    public Bytes32 GenesisHash { get; init; }

    /// <summary>Number of the best block.</summary>
    public uint Number { get; init; }

    /// <summary>Hash of the best block; not part of what the state root commits to.</summary>
    public Bytes32 Hash { get; init; }

    /// <summary>Slot of the best block; 0 for genesis.</summary>
    public SlotNumber Slot { get; init; }

    public PotOutput ProofOfTime { get; init; }

    public PotOutput FutureProofOfTime { get; init; }

    /// <summary>Range of the best block.</summary>
    public required SolutionRange SolutionRange { get; init; }

    public required SolutionRange VotingSolutionRange { get; init; }

    /// <summary>Range from the next block on, where an era ended with the best one.</summary>
    public SolutionRange? NextSolutionRange { get; init; }

    public SolutionRange? NextVotingSolutionRange { get; init; }

    /// <summary>Slot at which the current era began; null in the first.</summary>
    public SlotNumber? EraStartSlot { get; init; }

    /// <summary>Entropy by the number of the block that gave it.</summary>
    public ImmutableSortedDictionary<uint, PotEntropy> Entropy { get; init; } = ImmutableSortedDictionary<uint, PotEntropy>.Empty;

    /// <summary>Headers of the segments that blocks have recorded.</summary>
    public ImmutableList<SegmentHeader> Segments { get; init; } = [];

    /// <summary>Solutions of the best block: its author's and its votes'.</summary>
    public ImmutableList<SolutionKey> UsedSolutions { get; init; } = [];

    /// <summary>Solutions of the block before.</summary>
    public ImmutableList<SolutionKey> ParentUsedSolutions { get; init; } = [];

    /// <summary>Rewards in Shannon (10⁻¹⁸ AI3) by address, ordered by its bytes.</summary>
    public ImmutableSortedDictionary<PublicKey, UInt128> Balances { get; init; } =
        ImmutableSortedDictionary.Create<PublicKey, UInt128>(PublicKeyOrder.Instance);

    /// <summary>Bytes of each imported file that are in blocks.</summary>
    public ImmutableSortedDictionary<string, ImportProgress> Imports { get; init; } =
        ImmutableSortedDictionary.Create<string, ImportProgress>(StringComparer.Ordinal);

    /// <summary>Segments that count for solutions: the first one even before a block recorded it.</summary>
    public HistorySize HistorySize => new((ulong)Math.Max(1, Segments.Count));

    /// <summary>Range of a block on top of the best one.</summary>
    public SolutionRange RangeForNextBlock => NextSolutionRange ?? SolutionRange;

    /// <summary>Range of a vote on top of the best block.</summary>
    public SolutionRange VotingRangeForNextBlock => NextVotingSolutionRange ?? VotingSolutionRange;

    /// <summary>The change of the proof of time that blocks have announced, past or coming; null for none.</summary>
    public PotParametersChange? NextPotChange => BlockExecutor.PotChange(this);

    public static ChainState Genesis(ChainSpec spec) => new()
    {
        Spec = spec,
        SolutionRange = spec.InitialSolutionRange,
        VotingSolutionRange = spec.AdjustSolutionRange ? spec.VotingRange(spec.InitialSolutionRange) : spec.InitialSolutionRange,
    };

    /// <summary>BLAKE2b-256 over the SCALE form of everything but the hashes that depend on it.</summary>
    public Bytes32 Root()
    {
        ScaleWriter writer = new(4096);
        Spec.EncodeTo(writer);
        writer.WriteUInt32(Number);
        writer.WriteUInt64(Slot.Value);
        writer.WriteFixed(ProofOfTime);
        writer.WriteFixed(FutureProofOfTime);
        writer.WriteUInt64(SolutionRange.Value);
        writer.WriteUInt64(VotingSolutionRange.Value);
        WriteOption(writer, NextSolutionRange?.Value);
        WriteOption(writer, NextVotingSolutionRange?.Value);
        WriteOption(writer, EraStartSlot?.Value);
        writer.WriteCompact((uint)Entropy.Count);
        foreach ((uint block, PotEntropy entropy) in Entropy)
        {
            writer.WriteUInt32(block);
            writer.WriteFixed(entropy.Entropy);
            WriteOption(writer, entropy.TargetSlot?.Value);
        }

        writer.WriteVector(Segments);
        WriteKeys(writer, UsedSolutions);
        WriteKeys(writer, ParentUsedSolutions);
        writer.WriteCompact((uint)Balances.Count);
        foreach ((PublicKey address, UInt128 balance) in Balances)
        {
            writer.WriteFixed(address);
            writer.WriteUInt128(balance);
        }

        writer.WriteCompact((uint)Imports.Count);
        foreach ((string name, ImportProgress progress) in Imports)
        {
            writer.WriteBytes(Encoding.UTF8.GetBytes(name));
            writer.WriteFixed(progress.FileHash);
            writer.WriteUInt64(progress.NextOffset);
        }

        return BlockHashing.Hash(writer.WrittenSpan);
    }

    private static void WriteKeys(ScaleWriter writer, ImmutableList<SolutionKey> keys)
    {
        writer.WriteCompact((uint)keys.Count);
        foreach (SolutionKey key in keys)
        {
            key.EncodeTo(writer);
        }
    }

    private static void WriteOption(ScaleWriter writer, ulong? value)
    {
        writer.WriteBool(value is not null);
        if (value is { } present)
        {
            writer.WriteUInt64(present);
        }
    }

    private sealed class PublicKeyOrder : IComparer<PublicKey>
    {
        public static readonly PublicKeyOrder Instance = new();

        public int Compare(PublicKey x, PublicKey y) => x.AsSpan().SequenceCompareTo(y.AsSpan());
    }
}
