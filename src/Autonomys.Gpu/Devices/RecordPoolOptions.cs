namespace Autonomys.Gpu.Devices;

/// <summary>How records are spread over devices, and when a device is not believed.</summary>
internal sealed record RecordPoolOptions
{
    /// <summary>Records in flight on each device. Default 4.</summary>
    public int Concurrency { get; init; } = 4;

    /// <summary>Longest time that a device may take for a record. Default 1 min.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Of how many records one is encoded on the processor too and compared; 0 for none. Default 1,000.</summary>
    public int CheckEvery { get; init; } = 1000;

    /// <summary>Records that the processor encodes at once where devices cannot, each with some 200 MiB. Default: one per core, at most 8.</summary>
    public int CpuConcurrency { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (Concurrency < 1 || Patience <= TimeSpan.Zero || CheckEvery < 0 || CpuConcurrency < 1)
        {
            throw new ArgumentException($"Options of the devices do not make sense: {this}.");
        }
    }
}
