using Autonomys.Farming.Farms;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Tests.Farms;

/// <summary>
/// A process that is killed leaves its files as they are at that moment: the directory is copied at each step and the copy opened.
/// </summary>
public sealed class FarmCrashTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void At_every_step_of_writing_a_sector_it_is_either_whole_or_to_be_plotted(int index)
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, sectors: 4, plotted: 2);
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        (byte[] bytes, SectorMetadata metadata) = TestFarms.Sector(index, seed: 7, historySize: 9);

        Check(directory.Path, index, isOld: index < 2, isNew: false);
        using SectorWriter writer = farm.BeginSector(metadata.SectorIndex);
        Check(directory.Path, index, isOld: false, isNew: false);
        foreach (int part in new[] { 1, 500_000, 548_576, bytes.Length - 1_048_577 })
        {
            writer.Write(bytes.AsSpan((int)writer.Position, part));
            Check(directory.Path, index, isOld: false, isNew: false);
        }

        writer.Commit(metadata);
        Check(directory.Path, index, isOld: false, isNew: true);
    }

    [Fact]
    public void A_record_without_its_count_in_the_header_is_plotted_again()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, sectors: 4, plotted: 3);
        byte[] metadata = File.ReadAllBytes(directory.File("metadata.bin"));
        metadata[1] = 2;
        File.WriteAllBytes(directory.File("metadata.bin"), metadata);

        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal(2, farm.PlottedCount);
        Assert.Contains(new SectorIndex(2), farm.SectorsToPlot());
    }

    [Fact]
    public void A_writer_that_gives_up_leaves_the_sector_to_be_plotted_at_once()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, sectors: 2, plotted: 2);
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path, sectors: 2));
        using (SectorWriter writer = farm.BeginSector(new SectorIndex(1)))
        {
            writer.Write(new byte[1000]);
        }

        Assert.Equal([new SectorIndex(1)], farm.SectorsToPlot());
        Assert.Equal(1, Assert.Single(farm.SetAsideSectors).Index.Value);
        TestFarms.Write(farm, 1);
        Assert.Empty(farm.SetAsideSectors);
    }

    [Theory]
    [InlineData("identity.bin")]
    [InlineData("single_disk_farm.json")]
    [InlineData("metadata.bin")]
    [InlineData("plot.bin")]
    public void Making_a_farm_goes_on_where_it_was_killed(string last)
    {
        string[] order = ["identity.bin", "single_disk_farm.json", "metadata.bin", "plot.bin"];
        using TemporaryDirectory directory = new();
        Farm.Open(TestFarms.Options(directory.Path)).Dispose();
        byte[] identity = File.ReadAllBytes(directory.File("identity.bin"));
        foreach (string name in order.SkipWhile(name => name != last).Skip(1))
        {
            File.Delete(directory.File(name));
        }

        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal(4, farm.SectorsToPlot().Count);
        Assert.Equal(identity, File.ReadAllBytes(directory.File("identity.bin")));
    }

    [Fact]
    public void An_empty_info_file_is_no_farm_yet()
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory.File("single_disk_farm.json"), []);
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));
        Assert.NotNull(SingleDiskFarmInfo.Load(directory.Path));
    }

    private static void Check(string directory, int index, bool isOld, bool isNew)
    {
        using TemporaryDirectory copy = new();
        foreach (string file in new[] { "identity.bin", "metadata.bin", "plot.bin" })
        {
            File.Copy(Path.Combine(directory, file), copy.File(file));
        }

        File.WriteAllBytes(copy.File("single_disk_farm.json"), SingleDiskFarmInfo.Load(directory)!.ToJson());
        using Farm farm = Farm.Open(TestFarms.Options(copy.Path));
        SectorMetadata? sector = farm.Sector(new SectorIndex((ushort)index));
        Assert.Equal(isOld || isNew, sector is not null);
        Assert.Equal(sector is null, farm.SectorsToPlot().Contains(new SectorIndex((ushort)index)));
        if (sector is not null)
        {
            Assert.Equal(isNew ? 9ul : 3ul, sector.HistorySize.Value);
            Assert.Equal(TestFarms.Sector(index, isNew ? 7 : 0).Bytes, TestFarms.ReadSector(farm, index));
        }

        for (int other = 0; other < 2; other++)
        {
            if (other != index)
            {
                Assert.NotNull(farm.Sector(new SectorIndex((ushort)other)));
                Assert.Equal(TestFarms.Sector(other).Bytes, TestFarms.ReadSector(farm, other));
            }
        }
    }
}
