using Autonomys.Cluster.History;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.History;

public sealed class PieceStoreTests : IDisposable
{
    private static readonly Bytes32 Genesis = Bytes32.From(Vectors.Bytes("genesis", 32));
    private readonly string _directory = Directory.CreateTempSubdirectory("piece-store-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_segment_is_there_whole_after_reopening()
    {
        Piece[] pieces = Pieces(3);
        PieceStore.Open(_directory, Genesis).Write(new SegmentIndex(3), pieces);

        PieceStore store = PieceStore.Open(_directory, Genesis);
        Assert.Equal([new SegmentIndex(3)], store.Segments());
        Assert.True(store.Contains(new SegmentIndex(3)));
        Assert.False(store.Contains(new SegmentIndex(2)));
        foreach (int position in new[] { 0, 1, 100, 255 })
        {
            Assert.Equal(pieces[position], store.Read(PieceIndex.FromSegment(new SegmentIndex(3), position)));
        }

        Assert.Null(store.Read(PieceIndex.FromSegment(new SegmentIndex(2), 0)));
    }

    [Fact]
    public void A_full_disk_leaves_nothing_and_the_store_goes_on()
    {
        using SmallDisk? disk = SmallDisk.TryMount(kibibytes: 3000);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        PieceStore store = PieceStore.Open(disk.Path, Genesis);
        Assert.ThrowsAny<IOException>(() => store.Write(new SegmentIndex(3), Pieces(3)));
        Assert.False(store.Contains(new SegmentIndex(3)));
        Assert.Empty(PieceStore.Open(disk.Path, Genesis).Segments());
        Assert.Empty(Directory.EnumerateFiles(disk.Path));
    }

    [Fact]
    public void A_flipped_bit_hides_one_piece_until_it_is_repaired()
    {
        Piece[] pieces = Pieces(0);
        PieceStore store = PieceStore.Open(_directory, Genesis);
        store.Write(new SegmentIndex(0), pieces);
        string file = Directory.GetFiles(_directory).Single();
        using (FileStream stream = new(file, FileMode.Open))
        {
            stream.Position = 4096 + (7L * (Piece.Size + 32)) + 500_000;
            int value = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(value ^ 0x10));
        }

        Assert.Null(store.Read(new PieceIndex(7)));
        Assert.Equal(pieces[6], store.Read(new PieceIndex(6)));
        Assert.Equal(pieces[8], store.Read(new PieceIndex(8)));
        store.Repair(new PieceIndex(7), pieces[7]);
        Assert.Equal(pieces[7], store.Read(new PieceIndex(7)));
    }

    /// <summary>A file of version 1, as earlier builds wrote it: BLAKE3(index ‖ piece) behind each piece.</summary>
    [Fact]
    public void An_older_file_is_read_and_repaired()
    {
        Piece[] pieces = Pieces(0);
        PieceStore store = PieceStore.Open(_directory, Genesis);
        store.Write(new SegmentIndex(0), pieces);
        string file = Directory.GetFiles(_directory).Single();
        byte[] content = File.ReadAllBytes(file);
        "AFPIECE1"u8.CopyTo(content);
        for (int position = 0; position < pieces.Length; position++)
        {
            byte[] indexed = [.. BitConverter.GetBytes((ulong)position), .. pieces[position].Bytes];
            Blake3.Hash(indexed).AsSpan().CopyTo(content.AsSpan(4096 + (position * (Piece.Size + 32)) + Piece.Size));
        }

        content[4096 + (9 * (Piece.Size + 32)) + 5] ^= 1;
        File.WriteAllBytes(file, content);
        store = PieceStore.Open(_directory, Genesis);
        Assert.Equal(Genesis, PieceStore.FindGenesisHash(_directory));
        Assert.Equal(pieces[8], store.Read(new PieceIndex(8)));
        Assert.Null(store.Read(new PieceIndex(9)));
        store.Repair(new PieceIndex(9), pieces[9]);
        Assert.Equal(pieces[9], store.Read(new PieceIndex(9)));
    }

    [Fact]
    public void A_piece_of_another_place_is_not_taken()
    {
        Piece[] pieces = Pieces(0);
        PieceStore store = PieceStore.Open(_directory, Genesis);
        store.Write(new SegmentIndex(0), pieces);
        string file = Directory.GetFiles(_directory).Single();
        byte[] content = File.ReadAllBytes(file);
        content.AsSpan(4096, Piece.Size + 32).CopyTo(content.AsSpan(4096 + Piece.Size + 32));
        File.WriteAllBytes(file, content);
        Assert.Null(store.Read(new PieceIndex(1)));
        using HashedBytes? first = store.ReadHashed(new PieceIndex(0));
        Assert.Equal(Blake3.Hash(pieces[0].Bytes), first!.Hash);
    }

    [Fact]
    public void Leftovers_of_an_interrupted_write_are_no_segment()
    {
        PieceStore.Open(_directory, Genesis).Write(new SegmentIndex(0), Pieces(0));
        string file = Directory.GetFiles(_directory).Single();
        File.Move(file, file + ".new");

        PieceStore store = PieceStore.Open(_directory, Genesis);
        Assert.Empty(store.Segments());
        Assert.Empty(Directory.GetFiles(_directory));
    }

    [Fact]
    public void A_truncated_file_is_not_a_whole_segment()
    {
        PieceStore store = PieceStore.Open(_directory, Genesis);
        store.Write(new SegmentIndex(0), Pieces(0));
        using (FileStream stream = new(Directory.GetFiles(_directory).Single(), FileMode.Open))
        {
            stream.SetLength(PieceStore.SegmentFileSize - 1);
        }

        Assert.False(store.Contains(new SegmentIndex(0)));
        Assert.Null(store.Read(new PieceIndex(255)));
        Assert.NotNull(store.Read(new PieceIndex(254)));
    }

    [Fact]
    public void Pieces_of_another_chain_are_refused_with_both_hashes()
    {
        PieceStore.Open(_directory, Genesis).Write(new SegmentIndex(0), Pieces(0));
        Bytes32 other = Bytes32.From(Vectors.Bytes("other", 32));
        HistoryException exception = Assert.Throws<HistoryException>(() => PieceStore.Open(_directory, other));
        Assert.Contains(Genesis.ToString(), exception.Message, StringComparison.Ordinal);
        Assert.Contains(other.ToString(), exception.Message, StringComparison.Ordinal);
    }

    /// <summary>Pieces that differ in their first bytes only: content does not matter to a store, and random megabytes take long.</summary>
    private static Piece[] Pieces(ulong segment) => [.. Enumerable.Range(0, SegmentLayout.Pieces).Select(position =>
    {
        byte[] bytes = new byte[Piece.Size];
        Vectors.Bytes($"piece-{segment}-{position}", 64).CopyTo(bytes, 0);
        return new Piece(bytes);
    })];
}
