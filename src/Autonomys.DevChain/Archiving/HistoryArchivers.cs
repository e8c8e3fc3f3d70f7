using Autonomys.Archiving;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Archiving;

/// <summary>The network's archiving.</summary>
/// <param name="committer">Commits to the records.</param>
/// <param name="threads">Threads to use at once; 0 for one per processor.</param>
internal sealed class HistoryArchivers(ISegmentCommitter committer, int threads) : IHistoryArchivers
{
    public IHistoryArchiver Start() => new Wrapper(new Archiver(committer, threads));

    public IHistoryArchiver Resume(SegmentHeader lastHeader, ReadOnlyMemory<byte> lastBlock) =>
        new Wrapper(Archiver.Resume(lastHeader, lastBlock, committer, threads));

    private sealed class Wrapper(Archiver archiver) : IHistoryArchiver
    {
        public void Append(ReadOnlyMemory<byte> block) => archiver.Append(block);

        public ArchivedSegment? ArchiveNext(IProgress<ArchivingProgress> progress, CancellationToken cancellationToken) =>
            archiver.ArchiveNext(progress, cancellationToken);
    }
}
