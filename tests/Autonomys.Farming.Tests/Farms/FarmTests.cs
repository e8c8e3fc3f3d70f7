using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Tests.Farms;

public sealed class FarmTests
{
    [Fact]
    public void A_farm_reopens_with_its_identity_and_sectors()
    {
        using TemporaryDirectory directory = new();
        SingleDiskFarmInfo info;
        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path)))
        {
            info = farm.Info;
            TestFarms.Write(farm, 0);
            TestFarms.Write(farm, 1);
            Assert.Equal([2, 3], farm.SectorsToPlot().Select(index => (int)index.Value));
        }

        using Farm again = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal(info, again.Info);
        Assert.Equal(info.PublicKey, again.Identity.PublicKey);
        Assert.Equal(2, again.PlottedCount);
        Assert.Empty(again.SetAsideSectors);
        Assert.Equal(TestFarms.Sector(1).Metadata.ToBytes(), again.Sector(new SectorIndex(1))!.ToBytes());
        Assert.Equal(TestFarms.Sector(1).Bytes, TestFarms.ReadSector(again, 1));
        Assert.Null(again.Sector(new SectorIndex(2)));
        Assert.Null(again.Sector(new SectorIndex(100)));
    }

    [Fact]
    public void The_directory_is_made_when_it_is_missing()
    {
        using TemporaryDirectory directory = new();
        using Farm farm = Farm.Open(TestFarms.Options(directory.File("a/b")));
        Assert.True(File.Exists(directory.File("a/b/plot.bin")));
    }

    [Fact]
    public void Without_permission_to_make_one_nothing_is_made()
    {
        using TemporaryDirectory directory = new();
        string path = directory.File("not mounted");

        FarmException exception = Assert.Throws<FarmException>(() => Farm.Open(TestFarms.Options(path) with { Create = false }));

        Assert.Equal(FarmError.NotFound, exception.Error);
        Assert.Contains(path, exception.Message);
        Assert.False(Directory.Exists(path));
        Farm.Open(TestFarms.Options(path)).Dispose();
        Farm.Open(TestFarms.Options(path) with { Create = false }).Dispose();
    }

    [Fact]
    public void A_farm_of_another_chain_is_refused_with_both_hashes()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        Blake3Hash other = Blake3.Hash("other"u8);

        FarmException exception = RefusedUnchanged(directory.Path, TestFarms.Options(directory.Path) with { GenesisHash = other });

        Assert.Equal(FarmError.WrongChain, exception.Error);
        Assert.Contains(TestFarms.Genesis.ToString(), exception.Message);
        Assert.Contains(other.ToString(), exception.Message);
    }

    [Fact]
    public void More_pieces_than_the_chain_allows_are_refused()
    {
        using TemporaryDirectory directory = new();
        FarmOpenOptions options = TestFarms.Options(directory.Path, sectors: 1) with { PiecesInSector = 2 };
        Farm.Open(options).Dispose();

        Assert.Equal(FarmError.TooManyPiecesInSector, RefusedUnchanged(directory.Path, options with { MaxPiecesInSector = 1, PiecesInSector = null }).Error);
        Assert.Equal(FarmError.InvalidArgument, RefusedUnchanged(directory.File("new"), TestFarms.Options(directory.File("new")) with { PiecesInSector = 1001 }).Error);
        Assert.Equal(FarmError.InvalidArgument, RefusedUnchanged(directory.File("new"), TestFarms.Options(directory.File("new")) with { PiecesInSector = 0 }).Error);
    }

    [Fact]
    public void Another_or_a_missing_identity_is_refused_and_never_replaced()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        File.WriteAllBytes(directory.File("identity.bin"), [0x80, .. new byte[32]]);
        Assert.Equal(FarmError.IdentityMismatch, RefusedUnchanged(directory.Path, TestFarms.Options(directory.Path)).Error);

        File.Delete(directory.File("identity.bin"));
        Assert.Equal(FarmError.IdentityMismatch, RefusedUnchanged(directory.Path, TestFarms.Options(directory.Path)).Error);
    }

    [Fact]
    public void Another_version_of_the_metadata_is_refused_with_both_numbers()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Flip(directory.File("metadata.bin"), 0);

        FarmException exception = RefusedUnchanged(directory.Path, TestFarms.Options(directory.Path));
        Assert.Equal(FarmError.UnsupportedVersion, exception.Error);
        Assert.Contains("version 16", exception.Message);
        Assert.Contains("version 0", exception.Message);
    }

    [Fact]
    public void A_farm_in_use_is_refused_and_named()
    {
        using TemporaryDirectory directory = new();
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));

        FarmException exception = Assert.Throws<FarmException>(() => Farm.Open(TestFarms.Options(directory.Path)));
        Assert.Equal(FarmError.Locked, exception.Error);
        Assert.Contains(farm.Info.Id.ToString(), exception.Message);
        Farm.Open(TestFarms.Options(directory.Path) with { DisableLocking = true }).Dispose();
    }

    [Fact]
    public void A_size_that_the_disk_does_not_have_is_refused_with_what_fits()
    {
        using TemporaryDirectory directory = new();
        FarmOpenOptions options = TestFarms.Options(directory.File("new")) with { Size = new FarmSize.Exact(60_000_000_000_000_000), PiecesInSector = 1000 };
        Assert.Equal(FarmError.DoesNotFit, RefusedUnchanged(directory.File("new"), options).Error);

        FarmException exception = RefusedUnchanged(
            directory.File("new"), options with { Size = new FarmSize.ForSectors(60_000) });
        Assert.Equal(FarmError.DoesNotFit, exception.Error);
        Assert.Contains("free", exception.Message);
        Assert.Contains("What fits is sectors=", exception.Message);
    }

    [Fact]
    public void Growing_keeps_the_sectors_and_the_identity()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, sectors: 3, plotted: 3, cachePercentage: 30);
        byte[] identity = File.ReadAllBytes(directory.File("identity.bin"));

        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path, sectors: 6, cachePercentage: 30)))
        {
            Assert.Equal(6, farm.SectorCount);
            Assert.Equal(3, farm.PlottedCount);
            Assert.Empty(farm.SetAsideSectors);
            Assert.Equal(FarmAllocation.SpaceForSectors(6, 1, 30), farm.Info.AllocatedSpace);
            TestFarms.Write(farm, 5);
        }

        Assert.Equal(FarmAllocation.SpaceForSectors(6, 1, 30), SingleDiskFarmInfo.Load(directory.Path)!.AllocatedSpace);
        Assert.Equal(identity, File.ReadAllBytes(directory.File("identity.bin")));
        using Farm again = Farm.Open(TestFarms.Options(directory.Path, sectors: 6, cachePercentage: 30));
        Assert.Equal([0, 1, 2, 5], again.PlottedSectors().Select(sector => (int)sector.SectorIndex.Value));
        Assert.Equal([3, 4], again.SetAsideSectors.Select(sector => (int)sector.Index.Value));
        Assert.Equal(TestFarms.Sector(2).Bytes, TestFarms.ReadSector(again, 2));
    }

    [Fact]
    public void Shrinking_keeps_the_sectors_that_fit()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, sectors: 5, plotted: 4);

        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path, sectors: 2)))
        {
            Assert.Equal(2, farm.SectorCount);
            Assert.Equal(2, farm.PlottedCount);
            Assert.Equal(TestFarms.Sector(1).Bytes, TestFarms.ReadSector(farm, 1));
        }

        Assert.Equal((2 * TestFarms.SectorSize + 4095) / 4096 * 4096, new FileInfo(directory.File("plot.bin")).Length);
        Assert.Equal(2, File.ReadAllBytes(directory.File("metadata.bin"))[1]);

        // What was cut does not come back.
        using Farm again = Farm.Open(TestFarms.Options(directory.Path, sectors: 5));
        Assert.Equal(2, again.PlottedCount);
        Assert.Empty(again.SetAsideSectors);
    }

    [Fact]
    public void Asking_for_the_sectors_that_a_farm_has_leaves_its_size_alone()
    {
        using TemporaryDirectory directory = new();
        ulong space = FarmAllocation.SpaceForSectors(3, 1, 1) + 200_000;
        Farm.Open(TestFarms.Options(directory.Path, cachePercentage: 1) with { Size = new FarmSize.Exact(space) }).Dispose();

        using Farm farm = Farm.Open(TestFarms.Options(directory.Path, sectors: 3, cachePercentage: 1));
        Assert.Equal(space, farm.Info.AllocatedSpace);
    }

    [Fact]
    public void Bits_flipped_in_metadata_cost_only_their_sector()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Flip(directory.File("metadata.bin"), 1_048_576 + 131_116 + 777);

        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path)))
        {
            SetAsideSector setAside = Assert.Single(farm.SetAsideSectors);
            Assert.Equal(1, setAside.Index.Value);
            Assert.Contains("metadata.bin", setAside.Reason);
            Assert.Contains("checksum", setAside.Reason);
            Assert.Equal([0, 2], farm.PlottedSectors().Select(sector => (int)sector.SectorIndex.Value));
            Assert.Equal([1, 3], farm.SectorsToPlot().Select(index => (int)index.Value));
        }

        using (Farm again = Farm.Open(TestFarms.Options(directory.Path)))
        {
            Assert.Equal(1, Assert.Single(again.SetAsideSectors).Index.Value);
            TestFarms.Write(again, 1, seed: 1);
            Assert.Empty(again.SetAsideSectors);
        }

        using Farm healed = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal(3, healed.PlottedCount);
    }

    [Fact]
    public void The_record_of_another_sector_is_not_believed()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        byte[] metadata = File.ReadAllBytes(directory.File("metadata.bin"));
        metadata.AsSpan(1_048_576, 131_116).CopyTo(metadata.AsSpan(1_048_576 + 131_116));
        File.WriteAllBytes(directory.File("metadata.bin"), metadata);

        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Contains("that of sector 0", Assert.Single(farm.SetAsideSectors).Reason);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5000)]
    [InlineData(1_048_576)]
    [InlineData(1_048_576 + 131_116)]
    [InlineData(1_048_576 + 131_116 + 1)]
    [InlineData(1_048_576 + (2 * 131_116) - 1)]
    public void Cut_metadata_keeps_the_records_before_the_cut(int length)
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Truncate(directory.File("metadata.bin"), length);

        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        int whole = Math.Max(0, (length - 1_048_576) / 131_116);
        Assert.Equal(Enumerable.Range(0, whole), farm.PlottedSectors().Select(sector => (int)sector.SectorIndex.Value));
        Assert.Equal(3 - whole, farm.SetAsideSectors.Count);
    }

    [Fact]
    public void Metadata_cut_to_nothing_starts_over_and_a_cut_header_is_refused()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Truncate(directory.File("metadata.bin"), 2);
        Assert.Equal(FarmError.Corrupt, RefusedUnchanged(directory.Path, TestFarms.Options(directory.Path)).Error);

        TestFarms.Truncate(directory.File("metadata.bin"), 0);
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal(4, farm.SectorsToPlot().Count);
    }

    [Fact]
    public void A_cut_plot_costs_the_sectors_that_are_not_all_there()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Truncate(directory.File("plot.bin"), (2 * TestFarms.SectorSize) - 1);

        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal([0], farm.PlottedSectors().Select(sector => (int)sector.SectorIndex.Value));
        Assert.Equal([1, 2], farm.SetAsideSectors.Select(sector => (int)sector.Index.Value));
        Assert.All(farm.SetAsideSectors, sector => Assert.Contains("plot.bin", sector.Reason));
    }

    [Fact]
    public void A_count_above_what_fits_is_limited()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Flip(directory.File("metadata.bin"), 2);

        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal(3, farm.PlottedCount);
        Assert.Equal(3, Assert.Single(farm.SetAsideSectors).Index.Value);
    }

    [Fact]
    public void The_chain_of_errors_in_writing_a_sector()
    {
        using TemporaryDirectory directory = new();
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        (byte[] bytes, SectorMetadata metadata) = TestFarms.Sector(0);
        using SectorWriter writer = farm.BeginSector(new SectorIndex(0));

        Assert.Throws<InvalidOperationException>(() => farm.BeginSector(new SectorIndex(0)));
        Assert.Throws<InvalidOperationException>(() => farm.BeginSector(new SectorIndex(4)));
        writer.Write(bytes.AsSpan(0, 100));
        Assert.Throws<InvalidOperationException>(() => writer.Commit(metadata));
        Assert.Throws<IOException>(() => writer.Write(bytes));
        writer.Write(bytes.AsSpan(100));
        Assert.Throws<InvalidOperationException>(() => writer.Commit(TestFarms.Sector(1).Metadata));
        Assert.DoesNotContain(new SectorIndex(0), farm.SectorsToPlot());
        Assert.Null(farm.Sector(new SectorIndex(0)));
        writer.Commit(metadata);
        Assert.NotNull(farm.Sector(new SectorIndex(0)));
        Assert.Throws<ObjectDisposedException>(() => writer.Write(bytes));
    }

    [Fact]
    public void Sectors_written_at_the_same_time_in_small_parts_are_whole()
    {
        using TemporaryDirectory directory = new();
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));

        Parallel.For(0, 4, index =>
        {
            (byte[] bytes, SectorMetadata metadata) = TestFarms.Sector(index);
            using SectorWriter writer = farm.BeginSector(new SectorIndex((ushort)index));
            Random random = new(index);
            for (int done = 0; done < bytes.Length;)
            {
                int part = Math.Min(random.Next(300_000), bytes.Length - done);
                writer.Write(bytes.AsSpan(done, part));
                done += part;
            }

            writer.Commit(metadata);
        });

        Assert.Equal(4, farm.PlottedCount);
        Assert.Empty(farm.SetAsideSectors);
        Assert.All(Enumerable.Range(0, 4), index => Assert.Equal(TestFarms.Sector(index).Bytes, TestFarms.ReadSector(farm, index)));
    }

    private static FarmException RefusedUnchanged(string directory, FarmOpenOptions options)
    {
        Dictionary<string, (long, Blake3Hash)> before = TestFarms.Snapshot(directory);
        bool existed = Directory.Exists(directory);
        FarmException exception = Assert.Throws<FarmException>(() => Farm.Open(options));
        Assert.Equal(before, TestFarms.Snapshot(directory));
        Assert.Equal(existed, Directory.Exists(directory));
        return exception;
    }
}
