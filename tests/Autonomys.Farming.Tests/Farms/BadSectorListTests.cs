using Autonomys.Farming.Farms;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Tests.Farms;

public sealed class BadSectorListTests
{
    [Fact]
    public void A_sector_that_fails_three_times_in_a_row_is_plotted_again_also_across_restarts()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        SectorIndex bad = new(1);
        SectorIndex good = new(2);
        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path)))
        {
            BadSectorList list = BadSectorList.Open(farm);
            Assert.False(list.AddFailure(bad, "chunk is wrong"));
            Assert.False(list.AddFailure(good, "slow"));
            Assert.False(list.AddFailure(good, "slow"));
            list.Forget(good);
        }

        Assert.Equal("""{"v0":{"1":1}}""", File.ReadAllText(directory.File("bad_sectors.json")));
        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path)))
        {
            BadSectorList list = BadSectorList.Open(farm);
            Assert.Equal((1, 0), (list.Failures(bad), list.Failures(good)));
            Assert.False(list.AddFailure(bad, "chunk is wrong"));
            Assert.NotNull(farm.Sector(bad));
            Assert.True(list.AddFailure(bad, "witness is wrong"));
            Assert.Null(farm.Sector(bad));
            Assert.Contains("witness is wrong", Assert.Single(farm.SetAsideSectors).Reason);
            Assert.Equal(0, list.Failures(bad));
        }

        using Farm again = Farm.Open(TestFarms.Options(directory.Path));
        Assert.Equal([bad, new SectorIndex(3)], again.SectorsToPlot());
        Assert.Equal(5, Directory.GetFiles(directory.Path).Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("{\"v0\":[]}")]
    [InlineData("{\"v0\":{\"70000\":1,\"-1\":2,\"x\":3,\"1\":\"y\",\"2\":-5}}")]
    [InlineData("{\"v0\":{\"1\":2")]
    public void A_damaged_list_is_an_empty_one(string content)
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        File.WriteAllText(directory.File("bad_sectors.json"), content);
        using Farm farm = Farm.Open(TestFarms.Options(directory.Path));

        BadSectorList list = BadSectorList.Open(farm);
        Assert.All(Enumerable.Range(0, 4), index => Assert.Equal(0, list.Failures(new SectorIndex((ushort)index))));
    }
}
