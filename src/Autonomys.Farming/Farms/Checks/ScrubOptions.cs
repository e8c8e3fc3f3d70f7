namespace Autonomys.Farming.Farms.Checks;

/// <summary>How to check a farm.</summary>
public sealed record ScrubOptions
{
    /// <summary>The farm, or a directory with a piece cache only.</summary>
    public required string Directory { get; init; }

    public ScrubTarget Target { get; init; } = ScrubTarget.All;

    /// <summary>Find only, change nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>For file systems that cannot lock.</summary>
    public bool DisableLocking { get; init; }

    /// <summary>Sectors checked at the same time; hard disks like 1.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told after every sector and slot.</summary>
    public IProgress<ScrubProgress>? Progress { get; init; }
}
