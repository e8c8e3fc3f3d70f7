using Autonomys.Cluster.Setup;

namespace Autonomys.Cluster.Tests.Setup;

public sealed class ClusterFileReaderTests
{
    [Fact]
    public void What_is_left_out_has_its_default()
    {
        ClusterFile file = ClusterFileText.Read(ClusterFileText.Small);

        Assert.Equal(("root", "/var/log", null, null), (file.User, file.LogDirectory, file.KzgParameters, file.ControllerBasePath));
        Assert.Equal(new NatsSettings(), file.Nats);
        Assert.Equal(NodeSettings.Default, file.Node);
        Assert.Equal(new PortSettings(), file.Ports);
        Machine machine = Assert.Single(file.Machines);
        Assert.Equal(Enum.GetValues<MachineRole>(), machine.Roles);
        MachineDisk disk = Assert.Single(machine.Disks);
        Assert.Equal(("/mnt/a", "size=95%"), (disk.Path, disk.Argument));
        Assert.Equal([new PlotServerProcess(0, null, null)], PlotServerProcess.Of(machine));
    }

    [Fact]
    public void The_example_has_no_problem_but_its_reward_address_and_warns_of_nothing()
    {
        string problem = Assert.Single(ClusterFileReader.Read(ExampleClusterFile.Text).Problems);
        Assert.Contains("rewardAddress \"stBR..S8V\"", problem, StringComparison.Ordinal);
        Assert.Contains("Put your own address", problem, StringComparison.Ordinal);
        Assert.Empty(ClusterFileReader.Read(ClusterFileText.Example).Warnings);
    }

    [Fact]
    public void A_machine_has_its_own_settings_in_the_place_of_those_of_all()
    {
        string text = ClusterFileText.Example
            .With("\"plotServer\": {", "\"shardedCache\": { \"path\": \"/a\", \"size\": \"1 TiB\" }, \"plotServer\": { \"priorityCache\": false,")
            .With("\"name\": \"plot-2\",", "\"name\": \"plot-2\", \"shardedCache\": { \"path\": \"/b/\", \"memCache\": true }, \"plotServer\": { \"basePath\": \"/p\" },");
        Machine[] machines = [.. ClusterFileText.Read(text).With(MachineRole.PlotServer)];

        Assert.Equal(new ShardedCacheSettings("/a", "1TiB", false), machines[0].ShardedCache);
        Assert.Equal(new ShardedCacheSettings("/b", "1TiB", true), machines[1].ShardedCache);
        Assert.Equal(("/var/plot-server", 32, false), (machines[0].PlotServer.BasePath, machines[0].PlotServer.RecordEncodingConcurrency, machines[0].PlotServer.PriorityCache));
        Assert.Equal(("/p", 32, false), (machines[1].PlotServer.BasePath, machines[1].PlotServer.RecordEncodingConcurrency, machines[1].PlotServer.PriorityCache));
    }

    [Theory]
    [InlineData("\"program\": \"/opt/autonomys-farmer\",", "", "program is missing")]
    [InlineData("/opt/autonomys-farmer", "autonomys-farmer", "program \"autonomys-farmer\" is not a path")]
    [InlineData("/opt/autonomys-farmer", "/opt/my programs/farmer", "program \"/opt/my programs/farmer\" is not a path")]
    [InlineData("\"program\"", "\"programm\"", "programm is unknown: there are program, user")]
    [InlineData("sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj", "sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAk", "rewardAddress \"suf")]
    [InlineData("\"rewardAddress\"", "\"user\": \"root\", \"logDirectory\"", "rewardAddress is missing")]
    [InlineData("\"10.0.0.1\"", "\"10.0.1\"", "machine all: address \"10.0.1\" is not an address")]
    [InlineData("\"10.0.0.1\"", "\"10.0.0.1:4222\"", "machine all: address \"10.0.0.1:4222\" is not an address")]
    [InlineData("\"10.0.0.1\"", "10", "machine all: address is 10: it must be a text")]
    [InlineData("\"name\": \"all\"", "\"name\": \"All machines\"", "machines[0].name \"All machines\" is not a name")]
    [InlineData("\"name\": \"all\",", "", "machines[0].name is missing")]
    [InlineData("\"controller\"", "\"comptroller\"", "machine all: roles has \"comptroller\", which is no role: there are nats-server, node")]
    [InlineData("\"controller\"", "\"node\"", "machine all: roles has \"node\" twice")]
    [InlineData("\"controller\", ", "", "none has the role controller")]
    [InlineData("\"nats-server\", ", "", "none has the role nats-server")]
    [InlineData("\"node\", ", "", "none has the role node, and node.urls")]
    [InlineData("\"full-piece-sharded-cache\", ", "", "none has the role full-piece-sharded-cache")]
    [InlineData("\"95%\"", "\"195%\"", "machine all: disks[0].size is wrong: size \"195%\"")]
    [InlineData("\"95%\"", "\"95%\", \"sectors\": 10", "machine all: disks[0].size stands beside sectors")]
    [InlineData("\"size\": \"95%\"", "\"sectors\": 65535", "machine all: disks[0].sectors is 65535: it must be a whole number from 1 to 65534")]
    [InlineData("\"size\": \"95%\"", "\"sectors\": \"10\"", "machine all: disks[0].sectors is \"10\": it must be a whole number")]
    [InlineData(", \"size\": \"95%\"", "", "machine all: disks[0].sectors is missing, and size too")]
    [InlineData("\"95%\"", "\"95%\", \"capacity\": \"8 thousand\"", "machine all: disks[0].capacity is wrong")]
    [InlineData("{ \"path\": \"/mnt/a/\", \"size\": \"95%\" }", "", "machine all: disks is missing or empty")]
    [InlineData("{ \"path\": \"/mnt/a/\", \"size\": \"95%\" }", "7", "machine all: disks[0] is 7: it must be an object")]
    [InlineData("/mnt/a/", "/var/autonomys-node", "machine all: disks and node.basePath are both \"/var/autonomys-node\"")]
    [InlineData("\"disks\"", "\"gpus\": [{ \"index\": 0 }, { \"index\": 0 }], \"disks\"", "machine all: gpus has index 0 twice")]
    [InlineData("\"disks\"", "\"gpus\": [{ \"cpus\": \"0-9\" }], \"disks\"", "machine all: gpus[0].index is missing")]
    [InlineData("\"disks\"", "\"gpus\": [{ \"index\": 1, \"cpus\": \"9-0\" }], \"disks\"", "machine all: gpus[0].cpus \"9-0\" is not a list of CPUs")]
    [InlineData("\"disks\"", "\"gpus\": [{ \"index\": 1, \"for\": \"games\" }], \"disks\"", "machine all: gpus[0].for \"games\" is nothing that a GPU does")]
    [InlineData("\"disks\"", "\"gpus\": { \"index\": 1 }, \"disks\"", "machine all: gpus is { \"index\": 1 }: it must be a list")]
    [InlineData("\"disks\"", "\"plotServer\": { \"cpus\": [\"x\"] }, \"disks\"", "machine all: plotServer.cpus has \"x\"")]
    [InlineData("\"disks\"", "\"shardedCache\": { \"size\": \"0\" }, \"disks\"", "machine all: shardedCache.size \"0\" is not how much")]
    [InlineData("\"disks\"", "\"shardedCache\": { \"memCache\": \"yes\" }, \"disks\"", "machine all: shardedCache.memCache is \"yes\": it must be true or false")]
    [InlineData("\"machines\"", "\"ports\": { \"controller\": 4222 }, \"machines\"", "ports.controller 4222 and ports.nats 4222 meet")]
    [InlineData("\"machines\"", "\"ports\": { \"plotServer\": 70000 }, \"machines\"", "ports.plotServer is 70000: it must be a whole number from 1 to 65535")]
    [InlineData("\"machines\"", "\"node\": { \"urls\": [\"http://a:9944\"] }, \"machines\"", "node.urls \"http://a:9944\" is not a WebSocket address")]
    [InlineData("\"machines\"", "\"program\": \"/x\", \"machines\"", "is not JSON at line")]
    public void A_problem_names_its_field_its_value_and_the_remedy(string part, string other, string expected)
    {
        ClusterFileReading reading = ClusterFileReader.Read(ClusterFileText.Small.With(part, other));
        Assert.Null(reading.File);
        Assert.Contains(reading.Problems, problem => problem.Contains(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void All_problems_are_told_at_once_and_each_once()
    {
        string text = ClusterFileText.Example
            .With("\"192.168.1.2\"", "\"192.168.1.1\"")
            .With("\"name\": \"node-3\"", "\"name\": \"plot-1\"")
            .With("\"sectors\": 7000", "\"sectors\": 0")
            .With("\"recordEncodingConcurrency\": 32", "\"recordEncodingConcurrency\": -1, \"colour\": \"red\"");
        IReadOnlyList<string> problems = ClusterFileReader.Read(text).Problems;

        Assert.Equal(problems.Distinct(), problems);
        Assert.Equal(
            [
                "plotServer.recordEncodingConcurrency is -1: it must be a whole number from 1 to 1024, without quotes",
                "plotServer.colour is unknown: there are cpus, basePath, recordEncodingConcurrency, priorityCache",
                .. from machine in new[] { 1, 2 } from disk in Enumerable.Range(0, 4)
                   select $"machine storage-{machine}: disks[{disk}].sectors is 0: it must be a whole number from 1 to 65534, without quotes",
                "machines: 2 have the name \"plot-1\": give each its own",
                "machines: 2 have the address \"192.168.1.1\": put all roles of one machine into one entry",
            ],
            problems);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{ \"machines\": 7 }")]
    [InlineData("{ \"user\": \"\\ud83d\" }")]
    [InlineData("{ \"\\ud83d\": 1 }")]
    [InlineData("{ \"machines\": [null, 7, {}, []] }")]
    [InlineData("{ \"machines\": [{ \"roles\": [], \"gpus\": [[]], \"disks\": [{}] }], \"nats\": 1, \"node\": [], \"ports\": null, \"controller\": \"x\" }")]
    public void Whatever_the_file_is_there_is_a_problem_and_no_crash(string text)
    {
        ClusterFileReading reading = ClusterFileReader.Read(text);
        Assert.Null(reading.File);
        Assert.NotEmpty(reading.Problems);
    }

    [Theory]
    [InlineData("\"sectors\": 7000", "\"sectors\": 8000", "machine storage-1: sectors=8000 on /mnt/nvme0n1 cannot fit: it needs 7.77 TiB (8.54 TB), and the disk has 7.28 TiB (8.00 TB). What fits is sectors=7490 ")]
    [InlineData("\"sectors\": 7000", "\"size\": \"8T\"", "machine storage-1: size=8T on /mnt/nvme0n1 cannot fit")]
    [InlineData("\"16-31,112-127\"", "\"96-127\"", "machine plot-1: plot-servers 0 and 1 share the CPUs 96-111")]
    [InlineData("\"roles\": [\"nats-server\", \"node\", \"controller\", \"proof-server\"], \"gpus\": [{ \"index\": 0 }] },\n    {\n", "\"roles\": [\"node\", \"controller\"] },\n    {\n", "2 machines have the role nats-server")]
    [InlineData("\"192.168.1.7\"", "\"storage.example\"", "machine storage-2: address \"storage.example\" is a name")]
    [InlineData("\"plotServer\"", "\"user\": \"farmer\", \"plotServer\"", "user is \"farmer\" and kzgParameters is not given")]
    public void What_cannot_fit_or_is_not_meant_is_warned_of(string part, string other, string expected)
    {
        ClusterFileReading reading = ClusterFileReader.Read(ClusterFileText.Example.With(part, other));
        Assert.NotNull(reading.File);
        Assert.Contains(reading.Warnings, warning => warning.StartsWith(expected, StringComparison.Ordinal));
    }

    [Fact]
    public void An_address_that_the_other_machines_cannot_reach_is_a_problem_unless_there_are_none()
    {
        Assert.Empty(ClusterFileReader.Read(ClusterFileText.Small.With("10.0.0.1", "127.0.0.1")).Problems);
        string problem = Assert.Single(ClusterFileReader.Read(ClusterFileText.Example.With("192.168.1.4", "127.0.0.1")).Problems);
        Assert.Contains("machine plot-1: address \"127.0.0.1\" is reached from that machine only", problem, StringComparison.Ordinal);
    }
}
