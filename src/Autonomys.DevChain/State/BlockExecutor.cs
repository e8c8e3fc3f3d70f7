using System.Collections.Immutable;
using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Import;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.State;

/// <summary>What a block does to the chain: the rules of the network's consensus pallet, in its order.</summary>
internal static class BlockExecutor
{
    /// <summary>Makes the unsealed header of the next block, and the state after it (whose hash <see cref="Seal"/> sets).</summary>
    public static (BlockHeader Header, ChainState State) Execute(ChainState parent, PreDigest preDigest, IReadOnlyList<byte[]> extrinsics)
    {
        List<DigestItem> digest = [preDigest.ToDigestItem()];
        ChainState state = Initialize(parent, preDigest, digest);
        foreach (byte[] extrinsic in extrinsics)
        {
            state = Apply(state, preDigest, extrinsic, digest);
        }

        if (state.NextSolutionRange is { } next)
        {
            digest.Add(ConsensusDigest.NextSolutionRange(next));
        }

        return (new BlockHeader(parent.Hash, state.Number, state.Root(), Extrinsics.Root(extrinsics), digest), state);
    }

    /// <summary>The state with the hash of its sealed block.</summary>
    public static ChainState Seal(ChainState state, BlockHeader sealedHeader) => state with { Hash = sealedHeader.Hash() };

    /// <summary>Repeats a stored block and compares everything that its header says.</summary>
    /// <returns>The state after it; null when it is not a block on top of <paramref name="parent"/>.</returns>
    public static ChainState? Replay(ChainState parent, SignedBlock block)
    {
        if (block.Header.ParentHash != parent.Hash || block.Header.Number != parent.Number + 1 || PreDigest.Of(block.Header) is not { } preDigest)
        {
            return null;
        }

        (BlockHeader header, ChainState state) = Execute(parent, preDigest, block.Extrinsics);
        return header.Hash() == block.Header.WithoutSeal().Hash() ? Seal(state, block.Header) : null;
    }

    /// <summary>The genesis block of a chain: no author, no extrinsics, no digest.</summary>
    public static (SignedBlock Block, ChainState State) Genesis(ChainSpec spec)
    {
        ChainState state = ChainState.Genesis(spec);
        BlockHeader header = new(default, 0, state.Root(), Extrinsics.Root([]), []);
        Bytes32 hash = header.Hash();
        return (new SignedBlock(header, [], null), state with { Hash = hash, GenesisHash = hash });
    }

    /// <summary>The change of the proof of time in force after a block.</summary>
    public static PotParametersChange? PotChange(ChainState state) =>
        EntropySourceBlock(state.Spec, state.Number) is { } source
        && state.Entropy.TryGetValue(source, out PotEntropy? entropy)
        && entropy.TargetSlot is { } slot
            ? new PotParametersChange(slot, state.Spec.PotIterationsPerSlot, entropy.Entropy)
            : null;

    private static ChainState Initialize(ChainState parent, PreDigest preDigest, List<DigestItem> digest)
    {
        ChainSpec spec = parent.Spec;
        Solution solution = preDigest.Solution;
        ChainState state = parent with
        {
            Number = parent.Number + 1,
            Slot = preDigest.Slot,
            ProofOfTime = preDigest.ProofOfTime,
            FutureProofOfTime = preDigest.FutureProofOfTime,
            ParentUsedSolutions = parent.UsedSolutions,
            UsedSolutions = [SolutionKey.Of(solution, preDigest.Slot)],
            Balances = Credit(parent.Balances, solution.RewardAddress, RewardSchedule.BlockReward),
            SolutionRange = parent.RangeForNextBlock,
            VotingSolutionRange = parent.VotingRangeForNextBlock,
            NextSolutionRange = null,
            NextVotingSolutionRange = null,
        };

        digest.Add(ConsensusDigest.SolutionRange(state.SolutionRange));
        if (state.Number % spec.EraDurationBlocks == 0)
        {
            state = EndEra(state);
        }

        digest.Add(ConsensusDigest.PotSlotIterations(spec.PotIterationsPerSlot));
        state = CollectEntropy(state, preDigest);
        if (PotChange(state) is { } change)
        {
            digest.Add(ConsensusDigest.PotParametersChange(change));
        }

        // Entropy that was injected before this block's slot is not needed any more.
        return state.Entropy.Count > 0 && state.Entropy.First() is { Value.TargetSlot: { } target } oldest && target < state.Slot
            ? state with { Entropy = state.Entropy.Remove(oldest.Key) }
            : state;
    }

    private static ChainState EndEra(ChainState state)
    {
        ChainSpec spec = state.Spec;
        // Without adjustment the reference sets both ranges to the same value: votes then cannot exist beside blocks.
        SolutionRange next = spec.AdjustSolutionRange
            ? SolutionRanges.DeriveNext(state.EraStartSlot ?? default, state.Slot, state.SolutionRange, spec.EraDurationBlocks)
            : state.SolutionRange;
        return state with
        {
            NextSolutionRange = next,
            NextVotingSolutionRange = spec.AdjustSolutionRange ? spec.VotingRange(next) : next,
            EraStartSlot = state.Slot,
        };
    }

    private static ChainState CollectEntropy(ChainState state, PreDigest preDigest)
    {
        ChainSpec spec = state.Spec;
        if (state.Number % spec.PotEntropyInjectionIntervalBlocks != 0)
        {
            return state;
        }

        ImmutableSortedDictionary<uint, PotEntropy> entropy =
            state.Entropy.SetItem(state.Number, new PotEntropy(preDigest.ProofOfTime.DeriveEntropy(preDigest.Solution.Chunk), null));
        if (EntropySourceBlock(spec, state.Number) is { } source && entropy.TryGetValue(source, out PotEntropy? value))
        {
            entropy = entropy.SetItem(source, value with { TargetSlot = new(preDigest.Slot.Value + spec.PotEntropyInjectionDelaySlots) });
        }

        return state with { Entropy = entropy };
    }

    /// <summary>The block whose entropy is in force at a block of this number; null at the start of the chain.</summary>
    private static uint? EntropySourceBlock(ChainSpec spec, uint number)
    {
        uint interval = spec.PotEntropyInjectionIntervalBlocks;
        uint last = number / interval * interval;
        uint lookback = interval * spec.PotEntropyInjectionLookback;
        return last >= lookback ? last - lookback : null;
    }

    private static ChainState Apply(ChainState state, PreDigest preDigest, byte[] extrinsic, List<DigestItem> digest)
    {
        if (Extrinsics.TryReadSegmentHeaders(extrinsic, out SegmentHeader[]? headers))
        {
            digest.AddRange(headers.Select(ConsensusDigest.SegmentCommitment));
            return state with { Segments = state.Segments.AddRange(headers) };
        }

        if (Extrinsics.TryReadVote(extrinsic, out SignedVote? vote))
        {
            Solution solution = vote.Vote.Solution;
            ImmutableSortedDictionary<PublicKey, UInt128> balances = Credit(state.Balances, solution.RewardAddress, RewardSchedule.VoteReward);
            return state with
            {
                UsedSolutions = state.UsedSolutions.Add(SolutionKey.Of(solution, vote.Vote.Slot)),
                Balances = Credit(balances, preDigest.Solution.RewardAddress, RewardSchedule.ProposerShareOfVote),
            };
        }

        if (Extrinsics.TryReadImport(extrinsic, out ImportedChunk? chunk))
        {
            ImportProgress progress = new(chunk.FileHash, chunk.Offset + (ulong)chunk.Data.Length);
            return state with { Imports = state.Imports.SetItem(chunk.Name, progress) };
        }

        return state;
    }

    private static ImmutableSortedDictionary<PublicKey, UInt128> Credit(
        ImmutableSortedDictionary<PublicKey, UInt128> balances, PublicKey address, UInt128 amount) =>
        balances.SetItem(address, balances.GetValueOrDefault(address) + amount);
}
