using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;

namespace Autonomys.Gpu.Proving;

/// <summary>Commitments on the first device of a backend that makes a right one; where there is none, on the processor.</summary>
public static class RecordCommitters
{
    /// <summary>Opens and tests it; the caller disposes of it.</summary>
    /// <param name="backend">Which devices.</param>
    /// <param name="kzg">The chain's parameters.</param>
    /// <param name="threads">Threads of the processor; 0 for one per core.</param>
    /// <param name="notice">Told what was chosen.</param>
    /// <param name="warning">Told what cannot be used, and why; also later, when the device fails.</param>
    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public static IRecordCommitter Open(GpuBackend backend, Kzg kzg, int threads, Action<string> notice, Action<string> warning)
    {
        CpuRecordCommitter processor = new(kzg, threads);
        return DeviceChoice.First(backend, new CommitmentWork(kzg), notice, warning) is { } worker
            ? new GpuRecordCommitter<GpuCommitments>(worker, processor)
            : processor;
    }
}
