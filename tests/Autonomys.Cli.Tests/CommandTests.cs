using System.CommandLine;
using System.Text;
using Autonomys.Cli.Commands;
using Autonomys.Cli.Commands.Cluster;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Util;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.Cli.Tests;

public sealed class CommandTests
{
    public static TheoryData<string> Examples =>
        [.. HelpExamples.ByCommand.Values.SelectMany(examples => examples.Select(example => example.Arguments))];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_of_the_help_parses(string arguments)
    {
        if (arguments == "--version --verbose")
        {
            return;
        }

        string[] args = arguments.Split(' ');
        if (ClusterCommand.IsComposite(args))
        {
            Assert.True(ClusterCommand.ParseComposite(args, new ClusterOptions()).Count > 1);
            return;
        }

        ParseResult parsed = FarmerRootCommand.Create().Parse(args);
        Assert.Empty(parsed.Errors);
        Assert.NotSame(parsed.RootCommandResult.Command, parsed.CommandResult.Command);
    }

    [Fact]
    public void Every_command_has_a_description_and_every_example_a_command()
    {
        List<string> paths = [];
        Visit(FarmerRootCommand.Create());
        Assert.Empty(HelpExamples.ByCommand.Keys.Except(paths));

        void Visit(Command command)
        {
            paths.Add(HelpExamples.PathOf(command));
            Assert.False(string.IsNullOrEmpty(command.Description), $"'{command.Name}' has no description");
            Assert.All(command.Options, option => Assert.False(string.IsNullOrEmpty(option.Description), $"{command.Name} {option.Name} has no description"));
            foreach (Command below in command.Subcommands)
            {
                Visit(below);
            }
        }
    }

    [Theory]
    [InlineData("dev --sectors 0", "--sectors")]
    [InlineData("dev --cpu-plotting-cores 0,x", "--cpu-plotting-cores 0,x: 'x' is not a core")]
    [InlineData("farm path=/x,size=1G --reward-address st --cpu-plotting-cores 9999", "core 9999 is not one")]
    [InlineData("dev --cpu-plotting-thread-priority fast", "fast")]
    [InlineData("dev --farming-thread-pool-size 0", "--farming-thread-pool-size")]
    [InlineData("dev --pieces-in-sector 1001", "--pieces-in-sector")]
    [InlineData("dev --rpc-listen-on 127.0.0.1:70000", "--rpc-listen-on")]
    [InlineData("dev-node --slot-duration 5", "such as 250ms")]
    [InlineData("farm --node-rpc-url ftp://x --reward-address nobody path=/x,size=1G", "--node-rpc-url")]
    [InlineData("farm --reward-address sub8y2x2EgJVriAbDiFt2WK8d9GrhBgnNFudtwiTDbbYJRDaX path=/x,size=1G", "--reward-address")]
    [InlineData("farm --reward-address sub8y2x2EgJVriAbDiFt2WK8d9GrhBgnNFudtwiTDbbYJRDaT path=/x,size=1Q", "1Q")]
    [InlineData("util kzg-parameters --output x", "--from")]
    [InlineData("util kzg-parameters --development", "--output")]
    [InlineData("plough", "plough")]
    public void A_wrong_argument_is_named(string arguments, string part)
    {
        ParseResult parsed = FarmerRootCommand.Create().Parse(arguments.Split(' '));
        Assert.Contains(parsed.Errors, error => error.Message.Contains(part, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("1.5s", 1.5)]
    [InlineData("2m", 120.0)]
    [InlineData("1h", 3600.0)]
    [InlineData("", null)]
    [InlineData("1", null)]
    [InlineData("s", null)]
    [InlineData("1 s", null)]
    [InlineData("1.2.3s", null)]
    [InlineData("-1s", null)]
    [InlineData("99999999999999999999h", null)]
    public void Times_have_a_unit(string text, double? seconds) =>
        Assert.Equal(seconds, MeasureParsing.TryParseDuration(text, out TimeSpan value) ? value.TotalSeconds : null);

    [Theory]
    [InlineData("0x")]
    [InlineData("")]
    public async Task The_powers_of_the_right_size_are_found_among_the_transcripts(string prefix)
    {
        byte[] g1 = new byte[KzgParameters.G1Count * 48];
        byte[] g2 = new byte[KzgParameters.G2Count * 96];
        new Random(1).NextBytes(g1);
        new Random(2).NextBytes(g2);
        string json = $$"""{"transcripts":[{{Transcript(prefix, g1[..(4096 * 48)], g2)}},{{Transcript(prefix, g1, g2)}}],"participantIds":["x"]}""";
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));

        byte[] found = await KzgTranscript.ReadAsync(stream, default);

        byte[] expected = [.. g1, .. g2];
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("{}", "no powersOfTau")]
    [InlineData("""{"powersOfTau":{"G1Powers":["0x00"]}}""", "power 0 is not 48 bytes")]
    [InlineData("""{"powersOfTau":{"G1Powers":[]}}""", "1 transcripts of other sizes")]
    [InlineData("""{"powersOfTau":""", "not JSON")]
    public async Task What_is_no_transcript_is_refused_with_what_it_is(string json, string reason)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(json));
        InvalidDataException exception = await Assert.ThrowsAsync<InvalidDataException>(() => KzgTranscript.ReadAsync(stream, default));
        Assert.Contains(reason, exception.Message, StringComparison.Ordinal);
    }

    private static string Transcript(string prefix, byte[] g1, byte[] g2) =>
        $$$"""{"numG1Powers":{{{g1.Length / 48}}},"powersOfTau":{"G1Powers":[{{{Points(prefix, g1, 48)}}}],"G2Powers":[{{{Points(prefix, g2, 96)}}}]},"witness":{"runningProducts":["0x00"]}}""";

    private static string Points(string prefix, byte[] points, int size) =>
        string.Join(',', points.Chunk(size).Select(point => $"\"{prefix}{Convert.ToHexStringLower(point)}\""));
}
