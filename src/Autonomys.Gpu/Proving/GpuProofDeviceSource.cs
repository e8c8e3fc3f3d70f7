using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Gpu.Devices;

namespace Autonomys.Gpu.Proving;

/// <summary>Proofs on the first device of a backend that makes a right one; where there is none, on the processor.</summary>
public sealed class GpuProofDeviceSource(GpuBackend backend) : IProofDeviceSource
{
    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public IProofDevice? Open(Kzg kzg, int threads, Action<string> notice, Action<string> warning) =>
        DeviceChoice.First(backend, new ProofWork(kzg, threads), notice, warning) is { } worker ? new GpuProofDevice(worker) : null;
}
