using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Reading;

namespace Autonomys.Farming.Tests.Farms;

public sealed class FarmOptionsTests
{
    public static TheoryData<string, FarmOptions> Farms => new()
    {
        { "path=/a b,size=100G", new FarmOptions("/a b", new FarmSize.Exact(100_000_000_000)) },
        { "size=1.5TiB,path=/d", new FarmOptions("/d", new FarmSize.Exact(1_649_267_441_664)) },
        { "path=/d,sectors=20", new FarmOptions("/d", new FarmSize.ForSectors(20)) },
        { "path=/d,sectors=65534", new FarmOptions("/d", new FarmSize.ForSectors(65_534)) },
        { "path=/d,size=max", new FarmOptions("/d", new FarmSize.ShareOfDisk(100)) },
        { "path=/d,size=95%", new FarmOptions("/d", new FarmSize.ShareOfDisk(95)) },
        { "path=/d=e,size=12.5%", new FarmOptions("/d=e", new FarmSize.ShareOfDisk(12.5m)) },
        { "path=/d,size=1G,record-chunks-mode=WholeSector", new FarmOptions("/d", new FarmSize.Exact(1_000_000_000), RecordReadMode.WholeSector) },
    };

    [Theory]
    [MemberData(nameof(Farms))]
    public void Farms_are_read(string text, FarmOptions expected)
    {
        Assert.True(FarmOptions.TryParse(text, out FarmOptions? options, out string? error), error);
        Assert.Equal(expected, options);
    }

    [Theory]
    [InlineData("", "has no =")]
    [InlineData("/data", "has no =")]
    [InlineData("path=/d", "neither size= nor sectors=")]
    [InlineData("size=1G", "has no path=")]
    [InlineData("path=,size=1G", "has no value")]
    [InlineData("path=/d,size=", "has no value")]
    [InlineData("path=/d,size=0", "is zero")]
    [InlineData("path=/d,size=0.1B", "is zero")]
    [InlineData("path=/d,size=many", "not a size")]
    [InlineData("path=/d,size=100Q", "unit \"Q\"")]
    [InlineData("path=/d,size=0%", "share of the disk")]
    [InlineData("path=/d,size=101%", "share of the disk")]
    [InlineData("path=/d,size=-5%", "share of the disk")]
    [InlineData("path=/d,size=%", "share of the disk")]
    [InlineData("path=/d,sectors=0", "1 to 65534")]
    [InlineData("path=/d,sectors=65535", "1 to 65534")]
    [InlineData("path=/d,sectors=-1", "not a whole number")]
    [InlineData("path=/d,sectors=1.5", "not a whole number")]
    [InlineData("path=/d,sectors=99999999999999999999999", "not a whole number")]
    [InlineData("path=/d,size=1G,sectors=2", "twice")]
    [InlineData("path=/d,path=/e,size=1G", "twice")]
    [InlineData("path=/d,size=1G,colour=red", "colour")]
    [InlineData("path=/d,size=1G,record-chunks-mode=fast", "fast")]
    [InlineData("path=/d,size=1G,", "has no =")]
    public void Mistakes_are_named(string text, string mistake)
    {
        Assert.False(FarmOptions.TryParse(text, out _, out string? error));
        Assert.Contains(mistake, error);
    }
}
