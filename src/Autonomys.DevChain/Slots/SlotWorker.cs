using Autonomys.DevChain.Archiving;
using Autonomys.DevChain.Authoring;
using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Import;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Slots;

/// <summary>Drives the chain by its slots: announces each, claims the one that lies the authoring delay behind, and imports what comes of it.</summary>
internal sealed class SlotWorker
{
    private readonly BlockStore _blocks;
    private readonly BlockAuthor _author;
    private readonly ChainArchiver _archiver;
    private readonly SolutionInbox _inbox;
    private readonly Timekeeper _timekeeper;
    private readonly Broadcast<SlotInfo> _slots;
    private readonly Action<DevChainEvent> _observe;
    private readonly bool _solutionsAllowed;
    private ChainState _best;

    public SlotWorker(
        ChainState best,
        BlockStore blocks,
        BlockAuthor author,
        ChainArchiver archiver,
        SolutionInbox inbox,
        Timekeeper timekeeper,
        Broadcast<SlotInfo> slots,
        bool solutionsAllowed,
        Action<DevChainEvent> observe)
    {
        _best = best;
        _blocks = blocks;
        _author = author;
        _archiver = archiver;
        _inbox = inbox;
        _timekeeper = timekeeper;
        _slots = slots;
        _observe = observe;
        _solutionsAllowed = solutionsAllowed;
        _timekeeper.Change = best.NextPotChange;
    }

    /// <summary>The chain after its best block.</summary>
    public ChainState Best => Volatile.Read(ref _best);

    /// <summary>Works until cancelled; any other exception means that the chain cannot go on.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await foreach (PotSlot slot in _timekeeper.Slots.ReadAllAsync(cancellationToken))
        {
            Announce(slot);
            ulong delay = _best.Spec.BlockAuthoringDelaySlots;
            if (slot.Slot.Value > delay)
            {
                SlotNumber claimed = new(slot.Slot.Value - delay);
                if (await _author.ClaimAsync(_best, claimed, _inbox.Close(claimed), cancellationToken) is { } made)
                {
                    await ImportAsync(made.Block, made.State, cancellationToken);
                }
            }
        }
    }

    private void Announce(PotSlot slot)
    {
        _author.OnProof(slot);
        if (_solutionsAllowed && _slots.Count > 0)
        {
            _inbox.Open(slot.Slot);
        }

        SlotInfo info = new(
            slot.Slot, slot.Checkpoints.Output.DeriveGlobalChallenge(slot.Slot), _best.RangeForNextBlock, _best.VotingRangeForNextBlock);
        _observe(new SlotStarted(info.SlotNumber, info.SolutionRange, info.VotingSolutionRange, _slots.Count));
        _slots.Publish(info);
    }

    private async Task ImportAsync(SignedBlock block, ChainState state, CancellationToken cancellationToken)
    {
        await _archiver.OnImportingAsync(state.Number, cancellationToken);
        _blocks.Append(block);
        Volatile.Write(ref _best, state);
        _timekeeper.Change = state.NextPotChange;
        Report(block, state);
    }

    private void Report(SignedBlock block, ChainState state)
    {
        int votes = 0;
        long imported = 0;
        foreach (byte[] extrinsic in block.Extrinsics)
        {
            votes += Extrinsics.TryReadVote(extrinsic, out _) ? 1 : 0;
            if (Extrinsics.TryReadImport(extrinsic, out ImportedChunk? chunk))
            {
                imported += chunk.Data.Length;
                _observe(new FileImported(chunk.Name, chunk.Offset + (ulong)chunk.Data.Length, chunk.FileLength));
            }
        }

        if (PreDigest.Of(block.Header)?.Solution is { } solution)
        {
            _observe(new BlockProduced(
                state.Number, state.Hash, state.Slot, solution.PublicKey, solution.RewardAddress, solution.SectorIndex, votes, imported));
        }

        if (state.NextSolutionRange is { } next)
        {
            _observe(new EraEnded(state.Number, state.SolutionRange, next));
        }
    }
}
