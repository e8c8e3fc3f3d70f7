using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using ILGPU.Runtime;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Proving;

/// <summary>Witnesses on the first device of a backend that makes a right one; where there is none, on the processor.</summary>
public sealed class GpuWitnessesSource(GpuBackend backend) : IChunkWitnessesSource
{
    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public IChunkWitnesses Create(Kzg kzg, int threads, Action<string> notice, Action<string> warning)
    {
        CpuChunkWitnesses processor = new(kzg, new ErasureCode(scale: 16), threads);
        IReadOnlyList<ComputeDevice> devices = backend == GpuBackend.None ? [] : ComputeDevices.Open(backend, warning);
        if (devices.Count == 0)
        {
            if (backend is not (GpuBackend.Auto or GpuBackend.None))
            {
                throw new GpuException(ComputeDevices.WhyNone(backend));
            }

            notice(backend == GpuBackend.None ? "Witnesses are made on the processor." : "No GPU: witnesses are made on the processor.");
            return processor;
        }

        GpuChunkWitnesses? chosen = null;
        foreach (ComputeDevice device in devices)
        {
            if (chosen is not null)
            {
                // One proof at a time: one device is enough for a process.
                device.Dispose();
                continue;
            }

            chosen = TryOpen(device, kzg, processor, warning);
        }

        notice(chosen is null ? "Witnesses are made on the processor." : $"{chosen.DeviceName} makes witnesses; its first one was right.");
        return (IChunkWitnesses?)chosen ?? processor;
    }

    /// <summary>Opens a device and has it make a witness that the processor makes too.</summary>
    private static GpuChunkWitnesses? TryOpen(ComputeDevice device, Kzg kzg, CpuChunkWitnesses processor, Action<string> warning)
    {
        GpuChunkWitnesses? witnesses = null;
        try
        {
            witnesses = new GpuChunkWitnesses(device, kzg, processor, warning) { OwnsDevice = true };
            processor.WarmUp(CancellationToken.None);
            (Scalar[] chunks, bool[] present) = Sample();
            SBucket opened = new(1);
            ChunkWitness expected = processor.Open(chunks, present, opened, CancellationToken.None);
            if (witnesses.OpenOnDevice(chunks, present, opened, CancellationToken.None) == expected)
            {
                return witnesses;
            }

            warning($"{device.Name} makes wrong witnesses. It is not used: check its memory and clocks, and the driver.");
        }
        catch (AcceleratorException exception)
        {
            warning($"{device.Name} makes no witnesses: {exception.Message} It is not used.");
        }

        if (witnesses is null)
        {
            device.Dispose();
        }

        witnesses?.Dispose();
        return null;
    }

    // Parity chunks alone, so that nothing is taken for granted.
    private static (Scalar[] Chunks, bool[] Present) Sample()
    {
        Scalar[] chunks = new Scalar[RecordLayout.SBuckets];
        bool[] present = new bool[RecordLayout.SBuckets];
        for (int i = 1; i < chunks.Length; i += 2)
        {
            chunks[i] = Scalar.FromUInt64((ulong)i).Pow(5);
            present[i] = true;
        }

        return (chunks, present);
    }
}
