namespace Autonomys.Gpu.Devices;

/// <summary>Which device of a backend does work of one kind: the first whose first result is right, else the processor.</summary>
internal static class DeviceChoice
{
    /// <summary>Opens and tests it; the caller disposes of it. Null where the work is the processor's.</summary>
    /// <param name="backend">Which devices.</param>
    /// <param name="work">What it is to do.</param>
    /// <param name="notice">Told what was chosen.</param>
    /// <param name="warning">Told what cannot be used, and why; also later, when the device is left.</param>
    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public static DeviceWorker<TLane>? First<TLane>(GpuBackend backend, IDeviceWork<TLane> work, Action<string> notice, Action<string> warning)
        where TLane : class, IDisposable
    {
        IReadOnlyList<ComputeDevice> devices = backend == GpuBackend.None ? [] : ComputeDevices.Open(backend, warning);
        if (devices.Count == 0 && backend is not (GpuBackend.Auto or GpuBackend.None))
        {
            throw new GpuException(ComputeDevices.WhyNone(backend));
        }

        DeviceWorker<TLane>? chosen = First(devices, work, DevicePatience.Of(backend), notice, warning);
        if (chosen is null)
        {
            string none = devices.Count == 0 && backend == GpuBackend.Auto ? "No GPU: the" : "The";
            notice($"{none} processor makes the {work.Noun}s.");
        }

        return chosen;
    }

    /// <summary>The same of devices that are open; those that are not chosen are disposed of.</summary>
    internal static DeviceWorker<TLane>? First<TLane>(
        IReadOnlyList<ComputeDevice> devices, IDeviceWork<TLane> work, DevicePatience patience, Action<string> notice, Action<string> warning)
        where TLane : class, IDisposable
    {
        if (devices.Count > 0)
        {
            work.Prepare();
        }

        DeviceWorker<TLane>? chosen = null;
        foreach (ComputeDevice device in devices)
        {
            if (chosen is not null)
            {
                // One device is enough for a process.
                device.Dispose();
                continue;
            }

            try
            {
                chosen = new DeviceWorker<TLane>(device, work, patience, warning);
                notice($"{device.Name} makes the {work.Noun}s, {work.Lanes} at once; its first one was right.");
            }
            catch (DeviceException exception)
            {
                warning($"{exception.Message} It makes no {work.Noun}s.");
            }
        }

        return chosen;
    }
}
