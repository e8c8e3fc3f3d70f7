using Autonomys.Cryptography.Kzg;

namespace Autonomys.Farming.Proving;

/// <summary>Finds a device of this machine that proves.</summary>
public interface IProofDeviceSource
{
    /// <summary>Opens and tests it; null where the processor is to prove. The caller disposes of it.</summary>
    /// <param name="kzg">The parameters of the chain.</param>
    /// <param name="threads">Threads of the processor for what the device is compared with.</param>
    /// <param name="notice">Told what was chosen.</param>
    /// <param name="warning">Told what cannot be used, and why; also later, when the device fails.</param>
    IProofDevice? Open(Kzg kzg, int threads, Action<string> notice, Action<string> warning);
}
