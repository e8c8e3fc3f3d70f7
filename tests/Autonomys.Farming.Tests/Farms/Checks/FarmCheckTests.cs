using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Caching;
using Autonomys.Farming.Farms.Checks;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Tests.Farms.Checks;

public sealed class FarmCheckTests
{
    [Fact]
    public void A_sound_farm_is_clean()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, cachePercentage: 40);
        ScrubReport report = Scrub(directory);

        Assert.True(report.IsClean, string.Join('\n', report.Problems));
        Assert.Equal(3, report.SectorsChecked);
        Assert.True(report.CacheSlotsChecked > 0);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(8_200)]
    [InlineData(100_000)]
    [InlineData(1_056_800)]
    [InlineData(-1)]
    public void A_flipped_bit_in_a_sector_is_found_named_and_repaired(long offset)
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Flip(directory.File("plot.bin"), offset < 0 ? (2 * TestFarms.SectorSize) + offset : TestFarms.SectorSize + offset);
        Dictionary<string, (long, Primitives.Hashing.Blake3Hash)> before = TestFarms.Snapshot(directory.Path);

        ScrubProblem problem = Assert.Single(Scrub(directory, dryRun: true).Problems);
        Assert.Equal((ScrubArea.Sector, 1L, false), (problem.Area, problem.Index, problem.IsRepaired));
        Assert.Contains("plot.bin", problem.What);
        Assert.Equal(before, TestFarms.Snapshot(directory.Path));
        Assert.True(Scrub(directory, ScrubTarget.Metadata).IsClean);

        Assert.True(Assert.Single(Scrub(directory).Problems).IsRepaired);
        ScrubReport again = Scrub(directory);
        Assert.True(again.IsClean);
        Assert.Equal(1, again.SectorsSetAside);
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal([1, 3], farm.SectorsToPlot().Select(index => (int)index.Value));
        Assert.Equal(TestFarms.Sector(0).Bytes, TestFarms.ReadSector(farm, 0));
        Assert.Equal(TestFarms.Sector(2).Bytes, TestFarms.ReadSector(farm, 2));
    }

    [Fact]
    public void A_flipped_bit_in_metadata_is_found_named_and_repaired()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Flip(directory.File("metadata.bin"), 1_048_576 + (2 * 131_116) + 131_100);

        ScrubProblem problem = Assert.Single(Scrub(directory, ScrubTarget.Metadata).Problems);
        Assert.Equal((ScrubArea.Metadata, 2L, true), (problem.Area, problem.Index, problem.IsRepaired));
        Assert.Contains("metadata.bin", problem.What);
        Assert.True(Scrub(directory).IsClean);
    }

    [Fact]
    public void Metadata_of_another_plotting_is_found()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        using (FileStream plot = new(directory.File("plot.bin"), FileMode.Open))
        {
            plot.Write(TestFarms.Sector(0, seed: 1).Bytes);
        }

        Assert.Contains("another plotting", Assert.Single(Scrub(directory).Problems).What);
    }

    [Fact]
    public void Cut_files_lower_the_count()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        TestFarms.Truncate(directory.File("plot.bin"), TestFarms.SectorSize);

        ScrubReport report = Scrub(directory);
        Assert.Equal((ScrubArea.Header, 1L), (report.Problems[0].Area, report.Problems[0].Index));
        Assert.True(Scrub(directory).IsClean);
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal(1, farm.PlottedCount);
    }

    [Fact]
    public void Damaged_cache_slots_are_emptied_with_or_without_a_farm()
    {
        using TemporaryDirectory directory = new();
        using (PieceCache cache = PieceCache.Open(directory.Path, 3))
        {
            cache.TryStore(new PieceIndex(0), new Piece());
            cache.TryStore(new PieceIndex(1), new Piece());
        }

        TestFarms.Flip(directory.File("piece_cache.bin"), PieceCacheFile.SlotSize + 8);
        ScrubReport report = Scrub(directory, ScrubTarget.Cache);
        Assert.Equal(1, Assert.Single(report.Problems).Index);
        Assert.Equal(1, report.CachedPieces);
        Assert.True(Scrub(directory, ScrubTarget.Cache).IsClean);
    }

    [Fact]
    public void A_farm_in_use_is_neither_checked_nor_wiped_and_info_says_who_has_it()
    {
        using TemporaryDirectory directory = new();
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        TestFarms.Write(farm, 0);

        Assert.Equal(FarmError.Locked, Assert.Throws<FarmException>(() => Scrub(directory)).Error);
        Assert.Equal(FarmError.Locked, Assert.Throws<FarmException>(() => FarmWiper.Wipe(directory.Path)).Error);
        FarmInfo info = FarmInfo.Collect(directory.Path);
        Assert.Equal(farm.Info, info.Farm);
        Assert.Equal((4, 1), (info.SectorCount, info.PlottedCount));
        Assert.StartsWith("su", info.Address.ToString(), StringComparison.Ordinal);
        Assert.Contains(("plot.bin", farm.Allocation.PlotFileSize), info.Files);
        if (OperatingSystem.IsLinux())
        {
            Assert.Equal(Environment.ProcessId, info.UsedByProcess);
        }
    }

    [Fact]
    public void Wiping_removes_the_farm_and_nothing_else()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, cachePercentage: 40);
        File.WriteAllText(directory.File("notes.txt"), "mine");
        File.WriteAllText(directory.File("single_disk_farm.json.bak"), "mine");
        File.WriteAllText(directory.File("known_addresses.bin"), "");

        Assert.Equal(6, FarmWiper.Wipe(directory.Path).Count);
        Assert.Equal(["notes.txt", "single_disk_farm.json.bak"], Directory.GetFiles(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(FarmError.NotFound, Assert.Throws<FarmException>(() => FarmWiper.Wipe(directory.Path)).Error);
        Assert.Equal(FarmError.NotFound, Assert.Throws<FarmException>(() => Scrub(directory)).Error);
        Assert.Equal(FarmError.NotFound, Assert.Throws<FarmException>(() => FarmInfo.Collect(directory.Path)).Error);
    }

    private static ScrubReport Scrub(TemporaryDirectory directory, ScrubTarget target = ScrubTarget.All, bool dryRun = false) =>
        FarmScrubber.Scrub(new ScrubOptions { Directory = directory.Path, Target = target, DryRun = dryRun, Threads = 2 });
}
