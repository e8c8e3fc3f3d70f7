using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Hashing;
using Autonomys.Proofs.Space;

namespace Autonomys.Gpu.Devices;

/// <summary>Record encoders on all devices that pass the self-test; where there is none, those of the processor.</summary>
public sealed class GpuEncoderSource(GpuEncoderOptions options) : IRecordEncoderSource
{
    private const int MostInFlight = 4;

    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public IReadOnlyList<IRecordEncoder> Create(ErasureCoding erasureCoding, Action<string> notice, Action<string> warning)
    {
        if (options.Backend == GpuBackend.None)
        {
            return new CpuRecordEncoderSource(options.CpuConcurrency).Create(erasureCoding, notice, warning);
        }

        IReadOnlyList<ComputeDevice> found = ComputeDevices.Open(options.Backend, warning);
        if (found.Count == 0)
        {
            if (options.Backend != GpuBackend.Auto)
            {
                throw new GpuException(ComputeDevices.WhyNone(options.Backend));
            }

            notice($"No GPU: records are encoded on the processor, {options.CpuConcurrency} at once.");
            return new CpuRecordEncoderSource(options.CpuConcurrency).Create(erasureCoding, notice, warning);
        }

        TimeSpan patience = options.Patience ?? (options.Backend == GpuBackend.CpuAccelerator ? TimeSpan.FromHours(1) : TimeSpan.FromMinutes(1));
        int concurrency = options.Concurrency ?? found.Min(DefaultConcurrency);
        List<IRecordDevice> devices = [];
        foreach (ComputeDevice one in found)
        {
            RecordDevice device = new(one, options.K);
            try
            {
                SelfTest.Run(device, patience, Golden(erasureCoding));
                devices.Add(device);
                notice($"{device.Name} encodes {concurrency} records at once; it passed the self-test."
                    + (one.Cores.Count == 0 ? "" : $" Its threads stay on the {one.Cores.Count} cores near it."));
            }
            catch (DeviceException exception)
            {
                // It is not asked for anything any more, not even to be closed.
                warning($"{exception.Message} It is not used.");
            }
        }

        RecordPoolOptions poolOptions = new()
        {
            Concurrency = concurrency,
            Patience = patience,
            CheckEvery = options.CheckEvery,
            CpuConcurrency = options.CpuConcurrency,
        };
        CpuEncoders cpu = new(() => new CpuRecordEncoder(new CpuRecordProofs(options.K), erasureCoding), options.CpuConcurrency);
        RecordPool pool = new(devices, cpu, poolOptions, warning);
        int capacity = pool.Capacity;
        SharedPool shared = new(pool, capacity);
        return [.. Enumerable.Range(0, capacity).Select(_ => new GpuRecordEncoder(shared))];
    }

    private int DefaultConcurrency(ComputeDevice device)
    {
        if (options.Backend == GpuBackend.CpuAccelerator)
        {
            // Its kernels run one after the other anyway.
            return 1;
        }

        long fit = device.FreeMemory / 5 * 4 / RecordLauncher.SizeFor(options.K);
        return (int)Math.Clamp(fit, 1, MostInFlight);
    }

    private Blake3Hash Golden(ErasureCoding erasureCoding)
    {
        if (options.K == PosParameters.NetworkK)
        {
            return SelfTest.Expected;
        }

        using CpuRecordEncoder encoder = new(new CpuRecordProofs(options.K), erasureCoding);
        return SelfTest.OnCpu(encoder);
    }
}
