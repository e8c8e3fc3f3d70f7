using Autonomys.Archiving;
using Autonomys.Archiving.Segments;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.History;

public sealed class HistorySyncTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-history-").FullName;
    private readonly FakeNode _node = new();
    private readonly RecordedEvents _events = new();
    private readonly SegmentHeaders _headers = new();
    private readonly Checker _checker = new();

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Segments_are_fetched_checked_kept_and_acknowledged()
    {
        _node.Headers.Add(ArchiverVectors.Header(0));
        _node.Pieces = ArchiverVectors.Piece;
        await RunAsync(async sync =>
        {
            await WaitAsync(() => _node.Acknowledged.Contains(0));
            Assert.Equal(new HistorySize(1), sync.Available);

            lock (_node.Headers)
            {
                _node.Headers.Add(ArchiverVectors.Header(1));
            }

            _node.Archived.Writer.TryWrite(ArchiverVectors.Header(1));
            await WaitAsync(() => _node.Acknowledged.Contains(1));
            Assert.Equal(new HistorySize(2), sync.Available);
        });
        PieceStore store = PieceStore.Open(_directory, default);
        foreach (int position in new[] { 0, 1, 200, 255 })
        {
            PieceIndex index = PieceIndex.FromSegment(new SegmentIndex(1), position);
            Assert.True(store.Read(index)!.Bytes.SequenceEqual(ArchiverVectors.Piece(index).Bytes));
        }

        Assert.Equal([0ul, 1], _events.Of<SegmentStored>().Select(e => e.SegmentIndex));
    }

    [Fact]
    public async Task Wrong_pieces_are_not_kept_and_are_asked_for_again()
    {
        _node.Headers.Add(ArchiverVectors.Header(0));
        _node.Pieces = ArchiverVectors.Piece;
        _checker.Faults.Enqueue("wrong on purpose");
        await RunAsync(async sync =>
        {
            Warning warning = await _events.WaitForAsync<Warning>();
            Assert.Contains("wrong on purpose", warning.Text, StringComparison.Ordinal);
            await WaitAsync(() => _node.Acknowledged.Contains(0));
            Assert.Equal(new HistorySize(1), sync.Available);
        });
    }

    [Fact]
    public async Task What_is_here_already_is_not_fetched_again()
    {
        PieceStore.Open(_directory, default).Write(new SegmentIndex(0), ArchiverVectors.Segment(0).Pieces);
        _node.Headers.Add(ArchiverVectors.Header(0));
        _node.Pieces = index => throw new InvalidOperationException($"asked for piece {index}");
        await RunAsync(sync => WaitAsync(() => sync.Available is { Value: 1 }));
        Assert.Empty(_events.Of<Warning>());
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(1));
        while (!condition())
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private async Task RunAsync(Func<HistorySync, Task> test)
    {
        HistorySync sync = new(
            _node,
            _headers,
            PieceStore.Open(_directory, default(Bytes32)),
            _checker,
            new BlockArchive(null!, _headers, new NoCommitter(), 1),
            _events);
        using CancellationTokenSource stop = new();
        Task running = sync.RunAsync(stop.Token);
        await Task.WhenAny(test(sync), running).Unwrap();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private sealed class Checker : ISegmentChecker
    {
        public Queue<string> Faults { get; } = [];

        public string? FindFault(IReadOnlyList<Piece> pieces, SegmentCommitment commitment, CancellationToken cancellationToken) =>
            Faults.TryDequeue(out string? fault) ? fault : null;
    }

    private sealed class NoCommitter : ISegmentCommitter
    {
        public SegmentCommitment Commit(
            SegmentIndex segmentIndex, IReadOnlyList<Piece> pieces, IProgress<ArchivingProgress>? progress, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is to be archived here.");
    }
}
