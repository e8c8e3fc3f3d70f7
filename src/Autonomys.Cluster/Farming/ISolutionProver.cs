using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cluster.Farming;

/// <summary>Turns a candidate into solutions.</summary>
public interface ISolutionProver
{
    /// <summary>Makes once what every proof needs, so that the first one is in time too.</summary>
    void WarmUp(CancellationToken cancellationToken);

    /// <summary>Solutions of the candidate's provable chunks, best distance first, each made when asked for; may be none.</summary>
    /// <exception cref="Autonomys.Farming.FarmingException">The sector's content does not prove: it is damaged.</exception>
    /// <exception cref="IOException">The sector cannot be read.</exception>
    IAsyncEnumerable<Solution> ProveAsync(ProofJob job, PublicKey rewardAddress, CancellationToken cancellationToken);
}
