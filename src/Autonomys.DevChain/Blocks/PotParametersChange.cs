using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Blocks;

/// <summary>A coming change of the proof of time: at <paramref name="Slot"/> the seed takes up <paramref name="Entropy"/>.</summary>
internal sealed record PotParametersChange(SlotNumber Slot, uint SlotIterations, Blake3Hash Entropy);
