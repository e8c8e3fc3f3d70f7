using Autonomys.Archiving;
using Autonomys.Archiving.Blocks;
using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Archiving;

/// <summary>Archives the chain's own blocks, a fixed depth behind the block that is being imported.</summary>
/// <remarks>
/// A segment goes to the disk pieces first, then header; only then the block whose import archived it. A run that was killed in between
/// finds the header and goes on behind it; pieces without a header are made again.
/// </remarks>
internal sealed class ChainArchiver(
    BlockStore blocks,
    SegmentHeaderStore headers,
    SegmentPieceStore pieces,
    SegmentAnnouncer announcer,
    IHistoryArchivers archivers,
    ChainSpec spec,
    Action<DevChainEvent> observe)
{
    private IHistoryArchiver? _archiver;
    private uint _bestArchived;

    /// <summary>
    /// Takes up archiving where the disk says it is: archives the genesis block on the first start, adds the blocks that lie deep enough, and makes
    /// the pieces of the genesis and newest segments again where they are missing.
    /// </summary>
    public async Task InitializeAsync(ChainState best, CancellationToken cancellationToken)
    {
        if (headers.Count == 0)
        {
            await StoreAsync(await MakeGenesisAsync(cancellationToken), announce: false, cancellationToken);
        }

        if (!pieces.Has(new(0)))
        {
            StorePieces(await MakeGenesisAsync(cancellationToken));
        }

        SegmentHeader last = Last;
        if (!pieces.Has(last.SegmentIndex))
        {
            StorePieces(await RemakeAsync(last, cancellationToken));
        }

        pieces.KeepOnly(new SegmentIndex(0), last.SegmentIndex);
        _archiver = ResumeAfter(last);
        _bestArchived = last.LastArchivedBlock.Number;
        await ArchiveUpToAsync(best.Number, announce: false, cancellationToken);
    }

    /// <summary>Archives the block that lies deep enough now that the block of this number is being imported.</summary>
    public Task OnImportingAsync(uint number, CancellationToken cancellationToken) => ArchiveUpToAsync(number, announce: true, cancellationToken);

    private SegmentHeader Last => headers.Last ?? throw new InvalidOperationException("The genesis segment is archived first.");

    private async Task ArchiveUpToAsync(uint importing, bool announce, CancellationToken cancellationToken)
    {
        IHistoryArchiver archiver = _archiver ?? throw new InvalidOperationException("The archiver is not initialized.");
        while (_bestArchived + spec.ConfirmationDepthBlocks < importing)
        {
            archiver.Append(blocks.ReadEncoded(_bestArchived + 1));
            _bestArchived++;
            while (await ArchiveNextAsync(archiver, cancellationToken) is { } segment)
            {
                await StoreAsync(segment, announce, cancellationToken);
            }
        }
    }

    private async Task StoreAsync(ArchivedSegment segment, bool announce, CancellationToken cancellationToken)
    {
        StorePieces(segment);
        headers.Append(segment.Header);
        pieces.KeepOnly(new SegmentIndex(0), segment.Header.SegmentIndex);
        observe(new SegmentArchived(segment.Header));
        if (announce && await announcer.AnnounceAsync(segment.Header, cancellationToken) is var missing && missing > 0)
        {
            observe(new SegmentNotAcknowledged(segment.Header.SegmentIndex, missing));
        }
    }

    private void StorePieces(ArchivedSegment segment) => pieces.Store(segment.Header.SegmentIndex, segment.Pieces);

    private async Task<ArchivedSegment> MakeGenesisAsync(CancellationToken cancellationToken)
    {
        IHistoryArchiver archiver = archivers.Start();
        archiver.Append(ExtendedGenesis());
        return Checked(await ArchiveNextAsync(archiver, cancellationToken), 0);
    }

    private byte[] ExtendedGenesis()
    {
        byte[] encoded = blocks.ReadEncoded(0);
        SignedBlock genesis = Scale.Decode<SignedBlock>(encoded);
        return ArchivedBlockEncoding.ExtendGenesis(encoded, Blake3Hash.From(genesis.Header.StateRoot.AsSpan()));
    }

    /// <summary>The pieces of a known segment after the first, from the blocks behind the segment before it.</summary>
    private async Task<ArchivedSegment> RemakeAsync(SegmentHeader header, CancellationToken cancellationToken)
    {
        SegmentHeader before = headers.Get(header.SegmentIndex.Value - 1)
            ?? throw new InvalidOperationException($"Segment {header.SegmentIndex} has no segment before it.");
        IHistoryArchiver archiver = ResumeAfter(before);
        uint next = before.LastArchivedBlock.Number;
        ArchivedSegment? segment;
        while ((segment = await ArchiveNextAsync(archiver, cancellationToken)) is null && next < header.LastArchivedBlock.Number)
        {
            archiver.Append(blocks.ReadEncoded(++next));
        }

        return Checked(segment, header.SegmentIndex.Value);
    }

    private IHistoryArchiver ResumeAfter(SegmentHeader header)
    {
        uint number = header.LastArchivedBlock.Number;
        return archivers.Resume(header, number == 0 ? ExtendedGenesis() : blocks.ReadEncoded(number));
    }

    private async Task<ArchivedSegment?> ArchiveNextAsync(IHistoryArchiver archiver, CancellationToken cancellationToken)
    {
        ProgressReport progress = new(observe);
        return await Task.Run(() => archiver.ArchiveNext(progress, cancellationToken), cancellationToken);
    }

    /// <summary>Archiving is deterministic: another header for the same blocks means that they are not the blocks that were archived.</summary>
    private ArchivedSegment Checked(ArchivedSegment? segment, ulong index) =>
        segment is not null && (headers.Get(index) is not { } known || known == segment.Header)
            ? segment
            : throw new DevChainException(
                $"Segment {index} archived again from the chain's blocks differs from its header on the disk: the chain's folder is damaged or was made with other KZG parameters.");

    /// <summary>Told by several threads: passes on only what is further than before.</summary>
    private sealed class ProgressReport(Action<DevChainEvent> observe) : IProgress<ArchivingProgress>
    {
        private readonly Lock _lock = new();
        private int _done;

        public void Report(ArchivingProgress value)
        {
            lock (_lock)
            {
                if (value.Stage == ArchivingStage.Commitments && value.Done > _done)
                {
                    _done = value.Done;
                    observe(new SegmentArchiving(value.SegmentIndex, value.Done, value.Total));
                }
            }
        }
    }
}
