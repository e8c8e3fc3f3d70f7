using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.State;

/// <summary>Entropy that a block gave, and the slot of its injection once that is known.</summary>
internal sealed record PotEntropy(Blake3Hash Entropy, SlotNumber? TargetSlot);
