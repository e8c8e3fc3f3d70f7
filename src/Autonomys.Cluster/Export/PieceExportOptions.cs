namespace Autonomys.Cluster.Export;

/// <summary>What is exported, and where to.</summary>
public sealed record PieceExportOptions
{
    /// <summary>Directory of the pieces, as a full-piece cache keeps them; made when missing.</summary>
    public required string Output { get; init; }

    /// <summary>The first segment to export. Default 0.</summary>
    public ulong FromSegment { get; init; }

    /// <summary>Whether the checksums of all pieces that are there already are checked; otherwise only those of the newest segment.</summary>
    public bool VerifyAll { get; init; }

    /// <summary>Threads that archive. Default: one per core.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;
}
