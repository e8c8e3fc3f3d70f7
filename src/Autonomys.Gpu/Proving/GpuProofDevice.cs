using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Proving;

/// <summary>A device that proves, watched. When it fails or hangs, it is left, and the processor goes on.</summary>
internal sealed class GpuProofDevice : IProofDevice
{
    private readonly string _name;
    private readonly Action<string> _warning;
    private readonly TimeSpan _patience;
    private readonly WatchedThread _thread;
    private RecordProver? _prover;
    private bool _hasFailed;

    /// <summary>Takes <paramref name="device"/> over, and makes room on it.</summary>
    /// <param name="device">The device; disposed of with this.</param>
    /// <param name="kzg">The parameters of the chain.</param>
    /// <param name="k">Of the tables.</param>
    /// <param name="start">Longest time to make room and to compile.</param>
    /// <param name="patience">Longest time for a proof.</param>
    /// <param name="warning">Told that it failed.</param>
    /// <exception cref="AcceleratorException">The device has too little memory left, or does not answer.</exception>
    /// <exception cref="DeviceException">It hangs.</exception>
    public GpuProofDevice(ComputeDevice device, Kzg kzg, int k, TimeSpan start, TimeSpan patience, Action<string> warning)
    {
        _name = device.Name;
        _warning = warning;
        _patience = patience;
        _thread = new WatchedThread(_name, "a proof", device.Cores, () =>
        {
            _prover?.Dispose();
            device.Dispose();
        });
        try
        {
            // The points' tables are the processor's work, which the watchdog does not look at.
            kzg.Tables(Environment.ProcessorCount, CancellationToken.None);
            _thread.Run(() => _prover = new RecordProver(device, kzg, k), start);
        }
        catch
        {
            _thread.Dispose();
            throw;
        }
    }

    public ChunkProof? TryProve(PlottedRecord record, PosSeed seed, SBucket sBucket, CancellationToken cancellationToken)
    {
        if (_hasFailed)
        {
            return null;
        }

        try
        {
            return Prove(record, seed, sBucket, _patience, cancellationToken);
        }
        catch (Exception exception) when (exception is AcceleratorException or DeviceException)
        {
            // A device that failed once stays in that state: what is left of this process proves on the processor.
            _hasFailed = true;
            _warning($"{_name} failed while proving: {exception.Message} From now on the processor proves.");
            return null;
        }
    }

    /// <summary>The same, with other patience; a device that fails is the caller's concern.</summary>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    /// <exception cref="DeviceException">It hangs.</exception>
    public ChunkProof? Prove(PlottedRecord record, PosSeed seed, SBucket sBucket, TimeSpan patience, CancellationToken cancellationToken)
    {
        ChunkProof? made = null;
        _thread.Run(
            () =>
            {
                byte[] proof = new byte[PosProof.Size];
                if (_prover!.TryProve(record, seed, sBucket, proof, cancellationToken) is (Bytes32 chunk, ChunkWitness witness))
                {
                    made = new ChunkProof(chunk, PosProof.From(proof), witness);
                }
            },
            patience);
        return made;
    }

    public void Dispose() => _thread.Dispose();
}
