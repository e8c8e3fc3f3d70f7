using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Caching;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using CsCheck;

namespace Autonomys.Farming.Tests.Farms.Space;

public sealed class FarmAllocationTests
{
    [Fact]
    public void Constants_are_those_of_the_protocol()
    {
        Assert.Equal(1_056_896_064, SectorLayout.SectorSize(1000));
        Assert.Equal(131_116, SectorMetadata.EncodedSize);
        Assert.Equal(1_048_712, PieceCacheElement.Size);
        Assert.Equal(3_058_469ul, FarmAllocation.FixedSpace);
        Assert.Equal(65_534, FarmAllocation.MaxSectors);
    }

    // Worked by hand: 100 GB is 3,058,469 fixed and 99,996,941,531 free, in hundredths 999,969,415, of which 99 are 98,996,972,085;
    // less 4,096 that holds 93 times 1,057,027,180. Plot 93 × 1,056,896,064 = 98,291,333,952, on pages 98,291,335,168; metadata
    // 1,048,576 + 93 × 131,116 = 13,242,364, on pages 13,242,368; the cache has
    // 99,996,941,531 − 98,291,335,168 − 12,193,788 = 1,693,412,575, which is 1,614 pieces of 1,048,712.
    [Fact]
    public void A_farm_of_100_GB_is_divided_as_computed_by_hand()
    {
        FarmAllocation allocation = FarmAllocation.For(100_000_000_000, 1000, 1);

        Assert.Equal(93, allocation.SectorCount);
        Assert.Equal(98_291_335_168, allocation.PlotFileSize);
        Assert.Equal(13_242_368, allocation.MetadataFileSize);
        Assert.Equal(1_614u, allocation.PieceCacheCapacity);
    }

    [Fact]
    public void Without_a_cache_all_the_space_is_for_sectors()
    {
        FarmAllocation allocation = FarmAllocation.For(100_000_000_000, 1000, 0);

        Assert.Equal(94, allocation.SectorCount);
        Assert.Equal(0u, allocation.PieceCacheCapacity);
        Assert.Equal(0, allocation.PieceCacheFileSize);
    }

    private static readonly Gen<(ushort Pieces, int Cache, int Sectors)> Farms =
        Gen.Select(Gen.UShort[1, 4000], Gen.Int[0, 99], Gen.Int[1, FarmAllocation.MaxSectors], (pieces, cache, sectors) => (pieces, cache, sectors));

    [Fact]
    public void Space_for_sectors_is_the_smallest_that_holds_them() => Farms.Sample(farm =>
    {
        ulong space = FarmAllocation.SpaceForSectors(farm.Sectors, farm.Pieces, farm.Cache);
        Assert.Equal(farm.Sectors, FarmAllocation.For(space, farm.Pieces, farm.Cache).SectorCount);
        Assert.Equal((ulong)farm.Sectors - 1, FarmAllocation.CountSectors(space - 1, farm.Pieces, farm.Cache));
    });

    [Fact]
    public void Files_never_take_more_than_the_space() => Gen.Select(Farms, Gen.ULong[0, 1ul << 40]).Sample((farm, extra) =>
    {
        ulong space = Math.Min(
            FarmAllocation.SpaceForSectors(farm.Sectors, farm.Pieces, farm.Cache) + extra,
            FarmAllocation.LargestSpace(farm.Pieces, farm.Cache));
        FarmAllocation allocation = FarmAllocation.For(space, farm.Pieces, farm.Cache);
        Assert.True((ulong)allocation.TotalFileSize <= space, $"{allocation} takes {allocation.TotalFileSize}");
        Assert.Equal(0, allocation.PlotFileSize % 4096);
        Assert.Equal(0, allocation.MetadataFileSize % 4096);
        Assert.True(allocation.PlotFileSize >= allocation.SectorCount * SectorLayout.SectorSize(farm.Pieces));
    });

    [Fact]
    public void Too_little_space_is_refused_with_what_is_needed()
    {
        FarmException exception = Assert.Throws<FarmException>(() => FarmAllocation.For(1_000_000_000, 1000, 1));

        Assert.Equal(FarmError.DoesNotFit, exception.Error);
        Assert.Contains("1,000,000,000 bytes", exception.Message);
        Assert.Contains("1,070,766,869 bytes", exception.Message);
    }

    [Fact]
    public void Too_much_space_is_refused_with_what_would_fit()
    {
        ulong largest = FarmAllocation.LargestSpace(1000, 1);

        Assert.Equal(FarmAllocation.MaxSectors, FarmAllocation.For(largest, 1000, 1).SectorCount);
        FarmException exception = Assert.Throws<FarmException>(() => FarmAllocation.For(largest + 1, 1000, 1));
        Assert.Equal(FarmError.DoesNotFit, exception.Error);
        Assert.Contains(ByteSize.FormatExact(largest), exception.Message);
    }

    [Fact]
    public void No_space_at_all_is_no_sector() => Assert.Equal(0ul, FarmAllocation.CountSectors(0, 1000, 1));

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void A_cache_percentage_out_of_range_is_refused(int percentage) =>
        Assert.Equal(FarmError.InvalidArgument, Assert.Throws<FarmException>(() => FarmAllocation.For(1ul << 40, 1000, percentage)).Error);
}
