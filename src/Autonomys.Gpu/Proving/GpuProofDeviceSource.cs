using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using ILGPU.Runtime;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Proving;

/// <summary>Proofs on the first device of a backend that makes a right one; where there is none, on the processor.</summary>
public sealed class GpuProofDeviceSource(GpuBackend backend) : IProofDeviceSource
{
    private static readonly TimeSpan Start = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithThreads = TimeSpan.FromHours(1);

    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public IProofDevice? Open(Kzg kzg, int threads, Action<string> notice, Action<string> warning)
    {
        IReadOnlyList<ComputeDevice> devices = backend == GpuBackend.None ? [] : ComputeDevices.Open(backend, warning);
        if (devices.Count == 0)
        {
            if (backend is not (GpuBackend.Auto or GpuBackend.None))
            {
                throw new GpuException(ComputeDevices.WhyNone(backend));
            }

            notice(backend == GpuBackend.None ? "The processor proves." : "No GPU: the processor proves.");
            return null;
        }

        (PlottedRecord record, SBucket sBucket, ChunkProof expected) = Golden(kzg, threads);
        GpuProofDevice? chosen = null;
        foreach (ComputeDevice device in devices)
        {
            if (chosen is not null)
            {
                // One proof at a time: one device is enough for a process.
                device.Dispose();
                continue;
            }

            chosen = TryOpen(device, kzg, record, sBucket, expected, warning);
            if (chosen is not null)
            {
                notice($"{device.Name} proves; its first proof was right.");
            }
        }

        if (chosen is null)
        {
            notice("The processor proves.");
        }

        return chosen;
    }

    /// <summary>The golden record as the processor encodes it, which a test ties to the network, and a proof of its first encoded chunk.</summary>
    internal static (PlottedRecord Record, SBucket SBucket, ChunkProof Expected) Golden(Kzg kzg, int threads)
    {
        ErasureCode coding = new(scale: 16);
        byte[] encoded = SelfTest.Record();
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];
        using CpuRecordProofs proofs = new(PosParameters.NetworkK, threads);
        using (CpuRecordEncoder encoder = new(new CpuRecordProofs(), coding))
        {
            encoder.Encode(encoded, SelfTest.Seed, bitfield, CancellationToken.None);
        }

        PlottedRecord record = AsPlotted(encoded, bitfield);
        proofs.Generate(SelfTest.Seed, CancellationToken.None);
        CpuChunkProver processor = new(kzg, coding, threads);
        ChunkProof expected = processor.Prove(record, record.SBuckets[0], proofs, CancellationToken.None)
            ?? throw new InvalidOperationException("The golden record has no proof of its first chunk.");
        return (record, record.SBuckets[0], expected);
    }

    /// <summary>Chunks as an encoder leaves them: those with a proof first.</summary>
    internal static PlottedRecord AsPlotted(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> bitfield)
    {
        PlottedRecord record = new(default, default);
        encoded.CopyTo(record.Bytes);
        int count = 0;
        foreach (bool isEncoded in (ReadOnlySpan<bool>)[true, false])
        {
            for (int i = 0; i < RecordLayout.SBuckets && count < RecordLayout.ChunksPerRecord; i++)
            {
                if (((bitfield[i / 8] >> (i % 8) & 1) != 0) == isEncoded)
                {
                    record.Encoded[count] = isEncoded;
                    record.SBuckets[count++] = new SBucket((ushort)i);
                }
            }
        }

        return record;
    }

    /// <summary>Opens a device and has it make a proof that the processor made too.</summary>
    private GpuProofDevice? TryOpen(
        ComputeDevice device, Kzg kzg, PlottedRecord record, SBucket sBucket, ChunkProof expected, Action<string> warning)
    {
        bool isSlow = backend == GpuBackend.CpuAccelerator;
        TimeSpan start = isSlow ? PatienceWithThreads : Start;
        GpuProofDevice? proving = null;
        try
        {
            proving = new GpuProofDevice(device, kzg, PosParameters.NetworkK, start, isSlow ? PatienceWithThreads : Patience, warning);
            if (proving.Prove(record, SelfTest.Seed, sBucket, start, CancellationToken.None) == expected)
            {
                return proving;
            }

            warning($"{device.Name} makes wrong proofs. It is not used: update its driver; if that does not help, the card or its memory is broken or overclocked.");
        }
        catch (Exception exception) when (exception is AcceleratorException or DeviceException)
        {
            warning($"{device.Name} makes no proofs: {exception.Message} It is not used; with too little memory, leave more by a smaller GPU_CONCURRENCY of the plot-server beside it.");
        }

        proving?.Dispose();
        return null;
    }
}
