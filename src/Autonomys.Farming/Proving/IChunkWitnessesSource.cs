using Autonomys.Cryptography.Kzg;

namespace Autonomys.Farming.Proving;

/// <summary>Finds what makes witnesses on this machine.</summary>
public interface IChunkWitnessesSource
{
    /// <summary>Opens it; the caller disposes of what can be disposed of.</summary>
    /// <param name="kzg">The parameters of the chain.</param>
    /// <param name="threads">Threads for one witness where it is made on the processor.</param>
    /// <param name="notice">Told what was chosen.</param>
    /// <param name="warning">Told what cannot be used, and why.</param>
    IChunkWitnesses Create(Kzg kzg, int threads, Action<string> notice, Action<string> warning);
}
