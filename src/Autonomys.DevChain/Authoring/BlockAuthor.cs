using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Import;
using Autonomys.DevChain.Slots;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Authoring;

/// <summary>Claims slots: verifies the solutions that farmers sent, makes a block of the first that is good enough and votes of the others.</summary>
internal sealed class BlockAuthor(
    ISolutionVerifier verifier, SegmentHeaderStore segments, RewardSigner signer, ImportQueue imports, DevChainOptions options, Action<DevChainEvent> observe)
{
    // A block has room for the votes of many slots; what is beyond waits for no other block, as votes do not keep.
    private const int MaxVotesPerBlock = 100;

    private readonly SortedDictionary<ulong, PotSlot> _proofs = [];
    private readonly List<SignedVote> _votes = [];

    /// <summary>Takes over the proof of a slot.</summary>
    public void OnProof(PotSlot slot) => _proofs[slot.Slot.Value] = slot;

    /// <summary>Tries to make a block in a slot whose future proof is there.</summary>
    /// <param name="parent">The best block's state.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="solutions">What farmers sent for it.</param>
    /// <param name="cancellationToken">Ends waiting for signatures.</param>
    /// <returns>A sealed block and the state after it; null when the slot stays empty.</returns>
    public async Task<(SignedBlock Block, ChainState State)?> ClaimAsync(
        ChainState parent, SlotNumber slot, IReadOnlyList<Solution> solutions, CancellationToken cancellationToken)
    {
        foreach (ulong old in _proofs.Keys.TakeWhile(proven => proven <= parent.Slot.Value).ToArray())
        {
            _proofs.Remove(old);
        }

        if (solutions.Count == 0)
        {
            return null;
        }

        SlotNumber futureSlot = new(slot.Value + parent.Spec.BlockAuthoringDelaySlots);
        if (slot <= parent.Slot)
        {
            RefuseAll(solutions, slot, $"slot {slot} is not after slot {parent.Slot} of the best block");
            return null;
        }

        if (!_proofs.TryGetValue(slot.Value, out PotSlot? proof)
            || !_proofs.TryGetValue(futureSlot.Value, out PotSlot? futureProof)
            || Justify(parent, futureSlot) is not { } justification)
        {
            RefuseAll(solutions, slot, $"the proof of time of slot {slot} is not known to this run of the node");
            return null;
        }

        PreDigest? preDigest = null;
        HashSet<SolutionKey> used = [.. parent.UsedSolutions, .. parent.ParentUsedSolutions, .. _votes.Select(vote => SolutionKey.Of(vote.Vote.Solution, vote.Vote.Slot))];
        foreach (Solution solution in solutions)
        {
            SolutionVerdict verdict = Verify(parent, slot, solution, proof.Checkpoints.Output);
            if (verdict.Reason is { } reason)
            {
                Refuse(solution, slot, reason);
            }
            else if (!used.Add(SolutionKey.Of(solution, slot)))
            {
                Refuse(solution, slot, "the same solution was used already");
            }
            else if (verdict.Distance > parent.RangeForNextBlock.Value / 2)
            {
                await VoteAsync(parent, slot, solution, proof.Checkpoints.Output, futureProof.Checkpoints.Output, cancellationToken);
            }
            else if (preDigest is not null)
            {
                Refuse(solution, slot, "another solution of the same slot makes the block already");
            }
            else
            {
                preDigest = new PreDigest(slot, solution, proof.Checkpoints.Output, futureProof.Checkpoints.Output);
            }
        }

        return preDigest is null ? null : await SealAsync(parent, preDigest, justification, cancellationToken);
    }

    private SolutionVerdict Verify(ChainState parent, SlotNumber slot, Solution solution, PotOutput proofOfTime)
    {
        FarmerProtocolInfo info = parent.Spec.ProtocolInfo(parent.HistorySize);
        if (solution.HistorySize.SectorExpirationCheck(new(info.MinSectorLifetime)) is not { } expirationCheck)
        {
            return SolutionVerdict.Invalid("Invalid history size");
        }

        if (solution.HistorySize.Value > info.HistorySize.Value + 1)
        {
            return SolutionVerdict.Invalid($"History size {solution.HistorySize} is in the future, current is {info.HistorySize}");
        }

        SectorId sectorId = SectorId.Derive(solution.PublicKey.Hash(), solution.SectorIndex, solution.HistorySize);
        SegmentIndex segment = sectorId.DerivePieceIndex(solution.PieceOffset, solution.HistorySize, info).SegmentIndex;
        return segments.Get(segment.Value) is { } header
            ? verifier.Verify(new SolutionCheck(
                solution,
                slot,
                proofOfTime,
                parent.VotingRangeForNextBlock,
                info,
                header.SegmentCommitment,
                segments.Get(expirationCheck.SegmentIndex.Value)?.SegmentCommitment))
            : SolutionVerdict.Invalid($"Segment commitment of segment {segment} not found");
    }

    private async Task VoteAsync(
        ChainState parent, SlotNumber slot, Solution solution, PotOutput proofOfTime, PotOutput futureProofOfTime, CancellationToken cancellationToken)
    {
        if (parent.Number == 0)
        {
            Refuse(solution, slot, "there are no votes on top of the genesis block");
            return;
        }

        Vote vote = new(parent.Number + 1, parent.Hash, slot, solution, proofOfTime, futureProofOfTime);
        if (await SignAsync(slot, solution.PublicKey, vote.Hash(), isBlock: false, cancellationToken) is { } signature)
        {
            _votes.Add(new SignedVote(vote, signature));
            observe(new VoteAccepted(slot, solution.PublicKey, solution.SectorIndex));
        }
    }

    private async Task<(SignedBlock Block, ChainState State)?> SealAsync(
        ChainState parent, PreDigest preDigest, PotJustification justification, CancellationToken cancellationToken)
    {
        uint number = parent.Number + 1;
        List<byte[]> extrinsics = [Extrinsics.Timestamp((ulong)options.TimeProvider.GetUtcNow().ToUnixTimeMilliseconds())];
        SegmentHeader[] headers = segments.ForBlock(number, parent.Spec.ConfirmationDepthBlocks);
        if (headers.Length > 0)
        {
            extrinsics.Add(Extrinsics.StoreSegmentHeaders(headers));
        }

        SignedVote[] votes = [.. _votes.Where(vote => vote.Vote.Height == number && vote.Vote.ParentHash == parent.Hash).Take(MaxVotesPerBlock)];
        extrinsics.AddRange(votes.Select(Extrinsics.Vote));
        IReadOnlyList<ImportedChunk> chunks = imports.Next(parent, options.MaxImportBytesPerBlock);
        extrinsics.AddRange(chunks.Select(Extrinsics.Import));

        (BlockHeader header, ChainState state) = BlockExecutor.Execute(parent, preDigest, extrinsics);
        PublicKey farmer = preDigest.Solution.PublicKey;
        if (await SignAsync(preDigest.Slot, farmer, header.Hash(), isBlock: true, cancellationToken) is not { } signature)
        {
            return null;
        }

        _votes.Clear();
        BlockHeader sealedHeader = header with { Digest = [.. header.Digest, ConsensusDigest.Seal(signature)] };
        Justification proofs = new(DigestItem.SubspaceEngine, Scale.Encode(justification));
        return (new SignedBlock(sealedHeader, extrinsics, [proofs]), BlockExecutor.Seal(state, sealedHeader));
    }

    private async Task<RewardSignature?> SignAsync(
        SlotNumber slot, PublicKey farmer, Bytes32 hash, bool isBlock, CancellationToken cancellationToken)
    {
        RewardSignature? signature = await signer.SignAsync(hash, farmer, () => observe(new SignatureInvalid(slot, farmer, hash)), cancellationToken);
        if (signature is null)
        {
            observe(new SignatureMissing(slot, farmer, hash, isBlock));
        }

        return signature;
    }

    /// <summary>All proofs after the parent's future proof; null when one of them was not made by this run of the node.</summary>
    private PotJustification? Justify(ChainState parent, SlotNumber futureSlot)
    {
        ulong first = parent.Number == 0 ? 1 : parent.Slot.Value + parent.Spec.BlockAuthoringDelaySlots + 1;
        List<PotCheckpoints> checkpoints = [];
        for (ulong slot = first; slot <= futureSlot.Value; slot++)
        {
            if (!_proofs.TryGetValue(slot, out PotSlot? proof))
            {
                return null;
            }

            checkpoints.Add(proof.Checkpoints);
        }

        return new PotJustification(_proofs[first].Seed, checkpoints);
    }

    private void RefuseAll(IReadOnlyList<Solution> solutions, SlotNumber slot, string reason)
    {
        foreach (Solution solution in solutions)
        {
            Refuse(solution, slot, reason);
        }
    }

    private void Refuse(Solution solution, SlotNumber slot, string reason) =>
        observe(new SolutionRefused(slot, solution.PublicKey, solution.SectorIndex, solution.HistorySize, reason));
}
