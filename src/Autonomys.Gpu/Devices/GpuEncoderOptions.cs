using System.Globalization;
using Autonomys.Proofs.Space;

namespace Autonomys.Gpu.Devices;

/// <summary>How records are encoded on devices.</summary>
public sealed record GpuEncoderOptions
{
    public GpuBackend Backend { get; init; } = GpuBackend.Auto;

    /// <summary>Records in flight on each device; default: as many as fit four fifths of its free memory, at most 4.</summary>
    public int? Concurrency { get; init; }

    /// <summary>Of how many records one is encoded on the processor too and compared; 0 for none. Default 1,000.</summary>
    public int CheckEvery { get; init; } = 1000;

    /// <summary>Longest time that a device may take for a record; default 1 min, and 1 h for kernels on the processor.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>Records that the processor encodes at once where devices cannot. Default: one per core, at most 8.</summary>
    public int CpuConcurrency { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 8);

    /// <summary>K of the tables: the network's, and others in tests.</summary>
    internal int K { get; init; } = PosParameters.NetworkK;

    /// <summary>The value of GPU_CONCURRENCY; null when it is not set.</summary>
    /// <exception cref="GpuException">It is not a number from 1 to 64.</exception>
    public static int? ConcurrencyOfEnvironment(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 1 and <= 64
            ? number
            : throw new GpuException($"GPU_CONCURRENCY={value} is not a number of records from 1 to 64: correct it, or leave it out.");
    }
}
