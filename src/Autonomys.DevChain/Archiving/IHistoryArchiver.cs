using Autonomys.Archiving;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Archiving;

/// <summary>Turns blocks, added in order, into segments.</summary>
internal interface IHistoryArchiver
{
    /// <summary>Adds the archived form of the next block.</summary>
    void Append(ReadOnlyMemory<byte> block);

    /// <summary>Finishes the next segment; null when there are not enough blocks for it.</summary>
    ArchivedSegment? ArchiveNext(IProgress<ArchivingProgress> progress, CancellationToken cancellationToken);
}

/// <summary>Makes archivers.</summary>
internal interface IHistoryArchivers
{
    /// <summary>One that starts at the genesis block.</summary>
    IHistoryArchiver Start();

    /// <summary>One that goes on after a segment.</summary>
    /// <param name="lastHeader">Header of that segment.</param>
    /// <param name="lastBlock">Archived form of the last block that the segment has something of.</param>
    IHistoryArchiver Resume(SegmentHeader lastHeader, ReadOnlyMemory<byte> lastBlock);
}
