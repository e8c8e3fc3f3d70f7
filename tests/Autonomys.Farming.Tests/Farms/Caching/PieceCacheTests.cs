using System.Buffers.Binary;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Caching;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Tests.Farms.Caching;

public sealed class PieceCacheTests
{
    private const int Slot = 1_048_712;

    [Fact]
    public void A_slot_is_index_piece_and_hash()
    {
        using TemporaryDirectory directory = new();
        Piece piece = MakePiece(5);
        using (PieceCacheFile cache = PieceCacheFile.Open(directory.Path, 3))
        {
            cache.Write(1, new PieceIndex(0x0102030405060708), piece);
        }

        byte[] expected = new byte[((3 * Slot) + 4095) / 4096 * 4096];
        BinaryPrimitives.WriteUInt64LittleEndian(expected.AsSpan(Slot), 0x0102030405060708);
        piece.Bytes.CopyTo(expected.AsSpan(Slot + 8));
        Blake3.Hash(expected.AsSpan(Slot, Slot - 32)).AsSpan().CopyTo(expected.AsSpan((2 * Slot) - 32));
        Assert.True(File.ReadAllBytes(directory.File("piece_cache.bin")).AsSpan().SequenceEqual(expected));
    }

    [Fact]
    public void Pieces_are_found_again_after_reopening_and_damaged_ones_are_not()
    {
        using TemporaryDirectory directory = new();
        using (PieceCache cache = PieceCache.Open(directory.Path, 5))
        {
            for (ulong i = 0; i < 5; i++)
            {
                Assert.True(cache.TryStore(new PieceIndex(i), MakePiece((int)i)));
            }

            Assert.False(cache.TryStore(new PieceIndex(9), MakePiece(9)));
            Assert.True(cache.Remove(new PieceIndex(1)));
        }

        TestFarms.Flip(directory.File("piece_cache.bin"), (2 * Slot) + 100);
        TestFarms.Flip(directory.File("piece_cache.bin"), (3 * Slot) + 3);
        using PieceCache again = PieceCache.Open(directory.Path, 5);
        Assert.Equal([0, 4], again.Indexes().Select(index => (int)index.Value).Order());
        Assert.Equal(2, again.DamagedCount);
        Assert.True(again.TryRead(new PieceIndex(4), out Piece? piece));
        Assert.Equal(MakePiece(4), piece);
        Assert.False(again.TryRead(new PieceIndex(2), out _));
        Assert.True(again.TryStore(new PieceIndex(9), MakePiece(9)));
        Assert.Equal(3, again.Count);
    }

    [Fact]
    public void A_piece_damaged_while_open_is_forgotten()
    {
        using TemporaryDirectory directory = new();
        using PieceCache cache = PieceCache.Open(directory.Path, 2);
        cache.TryStore(new PieceIndex(1), MakePiece(1));
        cache.Flush();
        using (Autonomys.Farming.Farms.Files.DirectIoFile file = Autonomys.Farming.Farms.Files.DirectIoFile.OpenExistingUnlocked(directory.File("piece_cache.bin")))
        {
            file.Write(50, [1, 2, 3]);
            file.Flush();
        }

        Assert.False(cache.TryRead(new PieceIndex(1), out _));
        Assert.False(cache.Contains(new PieceIndex(1)));
        Assert.True(cache.TryStore(new PieceIndex(1), MakePiece(1)));
        Assert.True(cache.TryRead(new PieceIndex(1), out _));
    }

    [Fact]
    public void One_process_at_a_time_uses_a_cache()
    {
        using TemporaryDirectory directory = new();
        using PieceCache cache = PieceCache.Open(directory.Path, 1);
        FarmException exception = Assert.Throws<FarmException>(() => PieceCache.Open(directory.Path, 1));
        Assert.Contains("piece_cache.bin", exception.Message);
        Assert.True(File.Exists(directory.File("piece_cache.bin")));
    }

    [Fact]
    public void The_plot_cache_fills_from_the_end_and_gives_way_to_sectors()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, sectors: 4, plotted: 1);
        long end = 4 * TestFarms.SectorSize;
        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path)))
        {
            farm.ScanPlotCache();
            Assert.True(farm.PlotCache.TryStore(new PieceIndex(11), MakePiece(11)));
            Assert.True(farm.PlotCache.TryStore(new PieceIndex(12), MakePiece(12)));
        }

        byte[] plot = File.ReadAllBytes(directory.File("plot.bin"));
        long last = (end / Slot) - 1;
        Assert.Equal(11ul, BinaryPrimitives.ReadUInt64LittleEndian(plot.AsSpan((int)(last * Slot))));
        Assert.Equal(12ul, BinaryPrimitives.ReadUInt64LittleEndian(plot.AsSpan((int)((last - 1) * Slot))));

        using Farm again = Farm.Open(TestFarms.Options(directory.Path));
        again.ScanPlotCache();
        Assert.Equal(2, again.PlotCache.Count);
        Assert.True(again.PlotCache.TryRead(new PieceIndex(12), out Piece? piece));
        Assert.Equal(MakePiece(12), piece);
        TestFarms.Write(again, 1);
        Assert.False(again.PlotCache.TryRead(new PieceIndex(12), out _));
        Assert.True(again.PlotCache.TryRead(new PieceIndex(11), out _));
        TestFarms.Write(again, 2);
        TestFarms.Write(again, 3);
        Assert.False(again.PlotCache.TryRead(new PieceIndex(11), out _));
        Assert.False(again.PlotCache.TryStore(new PieceIndex(13), MakePiece(13)));
        Assert.Equal(TestFarms.Sector(3).Bytes, TestFarms.ReadSector(again, 3));
    }

    private static Piece MakePiece(int seed)
    {
        Piece piece = new();
        new Random(seed).NextBytes(piece.Bytes);
        return piece;
    }
}
