using Autonomys.Farming.Farms;
using CsCheck;

namespace Autonomys.Farming.Tests.Farms;

public sealed class FarmIdTests
{
    [Fact]
    public void The_example_of_the_ulid_specification_reads_as_its_time_and_bytes()
    {
        FarmId id = FarmId.Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV");

        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_469_922_850_259), id.Time);
        Assert.Equal(UInt128.Parse("01563E3AB5D3D6764C61EFB99302BD5B", System.Globalization.NumberStyles.HexNumber, null), id.Value);
    }

    [Fact]
    public void Text_reads_back_in_either_case() =>
        Gen.ULong.Select(Gen.ULong).Sample((high, low) =>
        {
            FarmId id = new(new UInt128(high, low));
            return FarmId.Parse(id.ToString()) == id && FarmId.Parse(id.ToString().ToLowerInvariant()) == id;
        });

    [Theory]
    [InlineData("")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAVV")]
    [InlineData("81ARZ3NDEKTSV4RRFFQ69G5FAV")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAU")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FA ")]
    [InlineData("01ARZ3NDEKTSV4RRFFQ69G5FAé")]
    public void What_is_not_a_ulid_is_refused(string text) => Assert.False(FarmId.TryParse(text, out _));

    [Fact]
    public void New_ids_differ_and_carry_the_time()
    {
        DateTimeOffset before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        FarmId first = FarmId.New();
        FarmId second = FarmId.New();

        Assert.NotEqual(first, second);
        Assert.InRange(first.Time, before, DateTimeOffset.UtcNow);
    }
}
