namespace Autonomys.Farming.Plotting;

/// <summary>How a <see cref="SectorPlotter"/> downloads and encodes.</summary>
public sealed record SectorPlotterOptions
{
    /// <summary>Pieces asked for at the same time; each is a MiB of memory beside the sector. Default 16.</summary>
    public int DownloadConcurrency { get; init; } = 16;

    /// <summary>Pause before missing pieces are asked for again. Default 15 s.</summary>
    public TimeSpan FirstRetryDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Longest such pause; it grows by half each time. Default 10 min.</summary>
    public TimeSpan LongestRetryDelay { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Attempts before plotting fails; default none, so that a farm outlives any outage of its source.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Where encoding threads run, and how urgently.</summary>
    public EncodingThreads Threads { get; init; } = new();

    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public void Validate()
    {
        if (DownloadConcurrency < 1 || FirstRetryDelay < TimeSpan.Zero || LongestRetryDelay < FirstRetryDelay || MaxAttempts < 1)
        {
            throw new ArgumentException($"Options of the plotter do not make sense: {this}.");
        }
    }
}
