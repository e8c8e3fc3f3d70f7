using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>Makes the witness of a chunk from the chunks of its record, wherever that is computed. One caller at a time.</summary>
public interface IChunkWitnesses
{
    /// <summary>Makes or loads what the first witness would otherwise wait for.</summary>
    void WarmUp(CancellationToken cancellationToken);

    /// <summary>The witness of one chunk, for the polynomial whose values at the 65,536th roots of unity the chunks are.</summary>
    /// <param name="chunks">65,536 chunks, of which those that are not present are not looked at.</param>
    /// <param name="present">Which of them are there: at least 32,768, and the one to open.</param>
    /// <param name="sBucket">The chunk to open.</param>
    /// <param name="cancellationToken">Looked at between the stages.</param>
    /// <exception cref="Cryptography.ErasureCoding.ErasureCodingException">Fewer than 32,768 are present.</exception>
    ChunkWitness Open(ReadOnlySpan<Scalar> chunks, ReadOnlySpan<bool> present, SBucket sBucket, CancellationToken cancellationToken);
}
