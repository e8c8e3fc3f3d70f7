using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Proving;

/// <summary>Commitments on the first device of a backend that makes a right one; where there is none, on the processor.</summary>
public static class RecordCommitters
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithThreads = TimeSpan.FromHours(1);

    /// <summary>Opens and tests it; the caller disposes of it.</summary>
    /// <param name="backend">Which devices.</param>
    /// <param name="kzg">The chain's parameters.</param>
    /// <param name="threads">Threads of the processor; 0 for one per core.</param>
    /// <param name="notice">Told what was chosen.</param>
    /// <param name="warning">Told what cannot be used, and why; also later, when the device fails.</param>
    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public static IRecordCommitter Open(GpuBackend backend, Kzg kzg, int threads, Action<string> notice, Action<string> warning)
    {
        IReadOnlyList<ComputeDevice> devices = backend == GpuBackend.None ? [] : ComputeDevices.Open(backend, warning);
        if (devices.Count == 0 && backend is not (GpuBackend.Auto or GpuBackend.None))
        {
            throw new GpuException(ComputeDevices.WhyNone(backend));
        }

        IRecordCommitter? chosen = null;
        foreach (ComputeDevice device in devices)
        {
            if (chosen is not null)
            {
                device.Dispose();
                continue;
            }

            chosen = TryOpen(device, backend, kzg, threads, warning);
            if (chosen is not null)
            {
                notice($"{device.Name} commits to records; its first commitment was right.");
            }
        }

        if (chosen is null)
        {
            notice("The processor commits to records.");
        }

        return chosen ?? new CpuRecordCommitter(kzg, threads);
    }

    /// <summary>Opens a device and has it commit to a record to which the processor commits too.</summary>
    private static GpuRecordCommitter? TryOpen(ComputeDevice device, GpuBackend backend, Kzg kzg, int threads, Action<string> warning)
    {
        bool isSlow = backend == GpuBackend.CpuAccelerator;
        TimeSpan start = isSlow ? PatienceWithThreads : Start;
        GpuRecordCommitter? committer = null;
        try
        {
            committer = new GpuRecordCommitter(device, kzg, threads, start, isSlow ? PatienceWithThreads : Patience, warning);
            Piece piece = new();
            SelfTest.Record().CopyTo(piece.Record);
            G1Affine? expected = RecordCommitter.Commit(kzg, piece.Record);
            if (expected is not null && committer.Commit(piece, start) == expected)
            {
                return committer;
            }

            warning($"{device.Name} makes wrong commitments. It is not used: update its driver; if that does not help, the card or its memory is broken or overclocked.");
        }
        catch (Exception exception) when (exception is AcceleratorException or DeviceException)
        {
            warning($"{device.Name} makes no commitments: {exception.Message} It is not used.");
        }

        committer?.Dispose();
        return null;
    }
}
