namespace Autonomys.Fuzz.Tests;

/// <summary>A taste of each fuzz target; the program runs them for as long as one likes.</summary>
public sealed class FuzzTargetTests
{
    public static TheoryData<string> Names => [.. FuzzTargets.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Changed_inputs_are_refused_as_documented(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(target => target.Name == name);
        int rounds = target.Name == "recorded segment" ? 20 : 3000;

        FuzzFinding? finding = target.Run(new Random(1), round => round < rounds);

        Assert.True(finding is null, finding is null ? "" : $"{Convert.ToHexString(finding.Input)}\n{finding.Problem}");
    }

    [Fact]
    public void A_decoder_that_throws_is_found()
    {
        FuzzTarget broken = new("broken", bytes => bytes[7] == 1, [new byte[8]]);
        Assert.NotNull(broken.Run(new Random(1), round => round < 1000));
    }
}
