using Autonomys.Cluster.Farms;
using Autonomys.Farming.Auditing;

namespace Autonomys.Cluster.Farming;

/// <summary>A candidate of a farm that waits to be proven.</summary>
public sealed record ProofJob(IFarm Farm, ArrivedSlot Slot, SolutionCandidate Candidate);
