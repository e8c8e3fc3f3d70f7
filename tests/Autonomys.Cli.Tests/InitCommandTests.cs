using System.CommandLine;
using System.Text.RegularExpressions;
using Autonomys.Cli.Commands;
using Autonomys.Cluster.Setup;
using Autonomys.Testing;

namespace Autonomys.Cli.Tests;

/// <summary>What `cluster init` writes, held against the product's own command line and against the operators' manual.</summary>
public sealed partial class InitCommandTests
{
    private const string RewardAddress = "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj";

    /// <summary>Changes of the example that bring in every option that a component can be given.</summary>
    private static readonly (string Part, string Other)[] EveryOption =
    [
        ("\"plotServer\": {", "\"controller\": { \"basePath\": \"/c\" }, \"fullPieceCache\": { \"visible\": true }, \"shardedCache\": { \"size\": \"1.5 TiB\", \"memCache\": true }, \"plotServer\": {"),
        ("\"sectors\": 7000", "\"size\": \"92.5%\""),
        ("192.168.1.1\"", "fd00::1\""),
        ("192.168.1.2\"", "farm.example\""),
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_command_line_of_the_supervisor_files_parses(bool everyOption)
    {
        string[][] commands = [.. Commands(everyOption ? EveryOption : []).Where(command => command[0].EndsWith("/autonomys-farmer", StringComparison.Ordinal))];
        Assert.Equal((3 * 2) + (2 * 6) + 2, commands.Length);
        foreach (string[] command in commands)
        {
            ParseResult parsed = FarmerRootCommand.Create().Parse(command[1..]);
            Assert.True(parsed.Errors.Count == 0, string.Join(' ', command) + ": " + string.Join(' ', parsed.Errors));
            Assert.Equal("cluster", parsed.CommandResult.Command.Parents.OfType<Command>().Single().Name);
        }
    }

    [Fact]
    public void The_example_runs_what_the_manual_prints_without_its_slips()
    {
        // The second server stands there twice, and 8,000 sectors do not fit a drive of 8 TB; its node is at an address of its own,
        // and a disk of the table has another name in the command. Of init come the ports of data planes, for firewalls.
        string[] expected =
        [
            .. File.ReadLines(Vectors.PathOf("manual/commands.txt"))
                .Where(line => line.StartsWith("autonomys-farmer cluster ", StringComparison.Ordinal))
                .Select(line => SecondTwice().Replace(line, "$1 --nats-server nats://192.168.1.3:4222"))
                .Select(line => line.Replace("stBR..S8V", RewardAddress, StringComparison.Ordinal))
                .Select(line => line.Replace("ws://10.30.1.2:", "ws://192.168.1.1:", StringComparison.Ordinal))
                .Select(line => Disks().Replace(line, " (disks)")),
        ];
        HashSet<string> made =
        [
            .. Commands([]).Select(command => Disks().Replace(ListenOn().Replace(string.Join(' ', command), ""), " (disks)"))
                .Select(line => line.Replace("/root/autonomys/", "", StringComparison.Ordinal)),
        ];

        Assert.Equal(9, expected.Length);
        Assert.All(expected, line => Assert.Contains(line, made));
        Assert.Contains(
            "autonomys-node run --base-path /var/autonomys-node --farmer --rpc-listen-on 192.168.1.1:9944 --chain mainnet --blocks-pruning=archive "
            + "--state-pruning=archive --sync full --rpc-methods unsafe --rpc-cors all",
            made);
        Assert.Contains("nats-server -c /etc/nats-server.conf", made);
    }

    [Theory]
    [InlineData("cluster init", "cluster file is missing")]
    [InlineData("cluster init --example cluster.json", "--example prints")]
    [InlineData("cluster init --example --json", "--example prints")]
    [InlineData("cluster init --nats-server nats://a:4222 cluster.json", "--nats-server is nothing for init")]
    public void Arguments_that_mean_nothing_are_refused(string arguments, string part) =>
        Assert.Contains(FarmerRootCommand.Create().Parse(arguments.Split(' ')).Errors, error => error.Message.Contains(part, StringComparison.Ordinal));

    /// <summary>The commands of all supervisor files, as supervisor starts them, without numactl and its arguments.</summary>
    private static IEnumerable<string[]> Commands(IEnumerable<(string Part, string Other)> changes)
    {
        string text = changes.Aggregate(
            ExampleClusterFile.Text.Replace("stBR..S8V", RewardAddress, StringComparison.Ordinal),
            (before, change) => before.Replace(change.Part, change.Other, StringComparison.Ordinal));
        ClusterFileReading reading = ClusterFileReader.Read(text);
        Assert.Empty(reading.Problems);
        foreach (GeneratedFile file in ClusterFiles.Make(reading.File!, reading.Warnings))
        {
            foreach (string line in file.Content.Split('\n').Where(line => line.StartsWith("command=", StringComparison.Ordinal)))
            {
                string[] words = line["command=".Length..].Replace("%%", "%", StringComparison.Ordinal).Split(' ');
                yield return words is ["numactl", "-C", _, "-l", .. string[] rest] ? rest : words;
            }
        }
    }

    [GeneratedRegex(@"( --nats-server nats://192\.168\.1\.2:4222) --nats-server nats://192\.168\.1\.2:4222")]
    private static partial Regex SecondTwice();

    [GeneratedRegex(@" --listen-on \S+")]
    private static partial Regex ListenOn();

    [GeneratedRegex(@"( path=/mnt/nvme\S+,sectors=\d+){4}$")]
    private static partial Regex Disks();
}
