using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.State;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Slots;

/// <summary>A proven slot.</summary>
/// <param name="Slot">Which slot.</param>
/// <param name="Seed">Input of its proof.</param>
/// <param name="Checkpoints">The proof.</param>
internal sealed record PotSlot(SlotNumber Slot, PotSeed Seed, PotCheckpoints Checkpoints);

/// <summary>What the proof of a slot starts from.</summary>
internal readonly record struct PotInput(SlotNumber Slot, PotSeed Seed)
{
    /// <summary>The input after a slot, with the entropy of a change that takes effect exactly there.</summary>
    public static PotInput After(SlotNumber slot, PotOutput output, PotParametersChange? change)
    {
        SlotNumber next = new(slot.Value + 1);
        return new(next, change is not null && change.Slot == next ? output.SeedWithEntropy(change.Entropy) : output.Seed());
    }

    /// <summary>Where time goes on from a chain: after the future proof of its best block.</summary>
    public static PotInput AfterBest(ChainState state) => state.Number == 0
        ? new(new(1), PotSeed.FromGenesis(state.GenesisHash.AsSpan(), []))
        : After(new(state.Slot.Value + state.Spec.BlockAuthoringDelaySlots), state.FutureProofOfTime, state.NextPotChange);
}
