using Autonomys.Cluster.Placement;
using Autonomys.Cluster.ShardedCache;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.ShardedCache;

public sealed class FragmentStoreTests : IDisposable
{
    private static readonly CachePlacement Placement = CachePlacement.Create(
        1, CacheItemType.SplitParityPiece, [new("a", 1), new("b", 1), new("c", 1)]);

    private static readonly (int, int)[] Items = [(3, 0), (3, 2), (9, 1)];
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-fragments-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_written_is_there_after_a_restart(bool inMemory)
    {
        await WriteAsync(FragmentStore.Open(_directory, inMemory), Items);
        FragmentStore store = FragmentStore.Open(_directory, inMemory);
        Assert.Equal([5ul], store.Segments);
        Assert.Equal(3, store.Items);
        Assert.True(store.Holds(5, Placement, Items));
        Assert.False(store.Holds(5, Placement with { Epoch = 2 }, Items));
        Assert.False(store.Holds(5, Placement, Items[..2]));
        foreach ((int position, int fragment) in Items)
        {
            Assert.Equal(Fragment(position, fragment), store.Read(Index(position), fragment, 2, 1)?.ToArray());
        }

        Assert.Null(store.Read(Index(3), 1, 2, 1));
        Assert.Null(store.Read(Index(3), 0, 3, 1));
        Assert.Null(store.Read(PieceIndex.FromSegment(new SegmentIndex(6), 3), 0, 2, 1));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_flipped_bit_makes_its_fragment_absent_and_no_other(bool inMemory)
    {
        FragmentStore store = FragmentStore.Open(_directory, inMemory: false);
        await WriteAsync(store, Items);
        string path = Directory.EnumerateFiles(_directory).Single();
        using (FileStream file = new(path, FileMode.Open))
        {
            file.Position = file.Length - 1000;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }

        store = FragmentStore.Open(_directory, inMemory);
        Assert.Null(store.Read(Index(9), 1, 2, 1));
        Assert.NotNull(store.Read(Index(3), 0, 2, 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(100_000)]
    public async Task A_truncated_file_is_removed(int cut)
    {
        await WriteAsync(FragmentStore.Open(_directory, inMemory: false), Items);
        string path = Directory.EnumerateFiles(_directory).Single();
        using (FileStream file = new(path, FileMode.Open))
        {
            file.SetLength(file.Length - cut);
        }

        Assert.Empty(FragmentStore.Open(_directory, inMemory: false).Segments);
        Assert.Empty(Directory.EnumerateFiles(_directory));
    }

    [Fact]
    public async Task A_failed_write_leaves_what_was_there()
    {
        FragmentStore store = FragmentStore.Open(_directory, inMemory: false);
        await WriteAsync(store, Items);
        await Assert.ThrowsAsync<IOException>(() => store.WriteAsync(5, Placement, [(1, 1), (1, 2)], Failing()));
        Assert.Equal(Fragment(3, 0), store.Read(Index(3), 0, 2, 1)?.ToArray());
        Assert.Single(Directory.EnumerateFiles(_directory));

        static async IAsyncEnumerable<byte[]> Failing()
        {
            yield return Fragment(1, 1);
            await Task.Yield();
            throw new IOException("the peer is gone");
        }
    }

    private static PieceIndex Index(int position) => PieceIndex.FromSegment(new SegmentIndex(5), position);

    private static byte[] Fragment(int position, int fragment) =>
        Placement.Code.Encode(Vectors.Bytes($"piece {position}", Piece.Size), fragment);

    private static Task WriteAsync(FragmentStore store, (int Position, int Fragment)[] items) =>
        store.WriteAsync(5, Placement, items, items.Select(item => Fragment(item.Position, item.Fragment)).ToAsyncEnumerable());
}
