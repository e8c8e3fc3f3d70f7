using Autonomys.Cluster.Placement;
using Autonomys.Cluster.ShardedCache;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Hashing;
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
            Assert.Equal(Fragment(position, fragment), store.Read(Index(position), fragment, 2, 1)?.Bytes.ToArray());
        }

        Assert.Null(store.Read(Index(3), 1, 2, 1));
        Assert.Null(store.Read(Index(3), 0, 3, 1));
        Assert.Null(store.Read(PieceIndex.FromSegment(new SegmentIndex(6), 3), 0, 2, 1));
    }

    /// <summary>The hash that goes with a fragment is that of its bytes, wherever it comes from; an item of another place is not taken for it.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_fragment_comes_with_its_hash(bool inMemory)
    {
        FragmentStore store = FragmentStore.Open(_directory, inMemory);
        await WriteAsync(store, Items);
        foreach ((int position, int fragment) in Items)
        {
            using HashedBytes? read = store.Read(Index(position), fragment, 2, 1);
            Assert.Equal(Blake3.Hash(Fragment(position, fragment)), read!.Hash);
        }

        // Two whole elements change places: each by itself is intact.
        string file = Directory.GetFiles(_directory).Single();
        byte[] content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        int size = Fragment(0, 0).Length + 32;
        byte[] first = content[^(2 * size)..^size];
        content.AsSpan(content.Length - size).CopyTo(content.AsSpan(content.Length - (2 * size)));
        first.CopyTo(content.AsSpan(content.Length - size));
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);
        store = FragmentStore.Open(_directory, inMemory);
        Assert.Null(store.Read(Index(Items[^1].Item1), Items[^1].Item2, 2, 1));
        Assert.Null(store.Read(Index(Items[^2].Item1), Items[^2].Item2, 2, 1));
    }

    [Fact]
    public async Task A_full_disk_leaves_what_was_there()
    {
        using SmallDisk? disk = SmallDisk.TryMount(kibibytes: 2000);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        FragmentStore store = FragmentStore.Open(disk.Path, inMemory: false);
        await WriteAsync(store, Items[..1]);
        await Assert.ThrowsAnyAsync<IOException>(() => WriteAsync(store, Items));
        foreach (FragmentStore opened in new[] { store, FragmentStore.Open(disk.Path, inMemory: false) })
        {
            Assert.True(opened.Holds(5, Placement, Items[..1]));
            Assert.Equal(Fragment(3, 0), opened.Read(Index(3), 0, 2, 1)?.Bytes.ToArray());
        }

        Assert.Single(Directory.EnumerateFiles(disk.Path));
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
        Assert.Equal(Fragment(3, 0), store.Read(Index(3), 0, 2, 1)?.Bytes.ToArray());
        Assert.Single(Directory.EnumerateFiles(_directory));

        static async IAsyncEnumerable<HashedBytes> Failing()
        {
            yield return HashedBytes.Of(Fragment(1, 1));
            await Task.Yield();
            throw new IOException("the peer is gone");
        }
    }

    private static PieceIndex Index(int position) => PieceIndex.FromSegment(new SegmentIndex(5), position);

    private static byte[] Fragment(int position, int fragment) =>
        Placement.Code.Encode(Vectors.Bytes($"piece {position}", Piece.Size), fragment);

    private static Task WriteAsync(FragmentStore store, (int Position, int Fragment)[] items) =>
        store.WriteAsync(5, Placement, items, items.Select(item => HashedBytes.Of(Fragment(item.Position, item.Fragment))).ToAsyncEnumerable());
}
