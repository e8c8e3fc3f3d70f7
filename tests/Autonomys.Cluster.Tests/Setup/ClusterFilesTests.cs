using Autonomys.Cluster.Setup;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.Setup;

public sealed class ClusterFilesTests
{
    // Made anew, after a change that is meant, by `autonomys-farmer cluster init --force --output` of this directory, with the reward
    // address of ClusterFileText in the example.
    private static readonly string Golden = Path.Combine(Vectors.Folder, "..", "Autonomys.Cluster.Tests", "Setup", "Golden");

    [Fact]
    public void The_example_makes_exactly_the_files_that_were_read_through_once()
    {
        IReadOnlyList<GeneratedFile> files = ClusterFiles.Make(ClusterFileText.Read(ClusterFileText.Example), []);
        string[] expected = [.. Directory.EnumerateFiles(Golden, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Golden, file))];
        Assert.Equal(expected.Order(StringComparer.Ordinal), files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(File.ReadAllText(Path.Combine(Golden, file.Path)), file.Content));
    }

    [Fact]
    public void A_percent_sign_means_itself_to_supervisor()
    {
        string text = ClusterFileText.Make(ClusterFileText.Small, "all/supervisor/autonomys-plot-client.conf");
        Assert.Contains(" path=/mnt/a,size=95%%\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_nats_server_has_no_cluster_to_wait_for()
    {
        string text = ClusterFileText.Make(ClusterFileText.Small, "all/nats-server.conf");
        Assert.Contains("jetstream {", text, StringComparison.Ordinal);
        Assert.DoesNotContain("cluster {", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_without_gpus_has_a_plot_server_for_each_list_of_cpus()
    {
        string text = ClusterFileText.Make(
            ClusterFileText.Small.With("\"disks\"", "\"plotServer\": { \"cpus\": [\"0-3\", \"4-7\"], \"basePath\": \"/p\", \"priorityCache\": false }, \"disks\""),
            "all/supervisor/autonomys-plot-server.conf");
        Assert.Contains("programs=autonomys-plot-server-0,autonomys-plot-server-1\n", text, StringComparison.Ordinal);
        Assert.Contains(
            "command=numactl -C 4-7 -l /opt/autonomys-farmer cluster --nats-server nats://10.0.0.1:4222 plot-server --listen-port 9967 /p/base-path-1\n",
            text,
            StringComparison.Ordinal);
        Assert.DoesNotContain("environment=", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Gpus_are_shared_out_with_their_cpus_and_their_concurrency()
    {
        string text = ClusterFileText.Small.With(
            "\"disks\"",
            """
            "gpus": [
              { "index": 0, "cpus": "0-3", "for": "plot-server", "concurrency": 6 },
              { "index": 2, "cpus": "8-11", "for": "proof-server", "concurrency": 4 },
              { "index": 1, "cpus": "4-7", "for": "proof-server", "concurrency": 3 }
            ], "disks"
            """);
        string proof = ClusterFileText.Make(text, "all/supervisor/autonomys-proof-server.conf");
        Assert.Contains("command=numactl -C 4-11 -l /opt/autonomys-farmer ", proof, StringComparison.Ordinal);
        Assert.Contains("environment=CUDA_VISIBLE_DEVICES=\"1,2\",GPU_CONCURRENCY=3\n", proof, StringComparison.Ordinal);
        string plot = ClusterFileText.Make(text, "all/supervisor/autonomys-plot-server.conf");
        Assert.Contains("programs=autonomys-plot-server-0\n", plot, StringComparison.Ordinal);
        Assert.Contains("environment=CUDA_VISIBLE_DEVICES=0,GPU_CONCURRENCY=6\n", plot, StringComparison.Ordinal);
    }

    [Fact]
    public void A_controller_without_a_node_of_its_own_has_all_others()
    {
        string text = ClusterFileText.Example
            .With("\"192.168.1.3\", \"roles\": [\"nats-server\", \"node\", ", "\"192.168.1.3\", \"roles\": [\"nats-server\", ")
            .With("\"basePath\": \"/var/autonomys-node\"", "\"urls\": [\"wss://node.example:443/rpc\"]");
        Assert.Contains(
            "controller --tmp --node-rpc-url ws://192.168.1.1:9944 --node-rpc-url ws://192.168.1.2:9944 --node-rpc-url wss://node.example:443/rpc --listen-on 192.168.1.3:9960\n",
            ClusterFileText.Make(text, "node-3/supervisor/autonomys-controller.conf"),
            StringComparison.Ordinal);
        Assert.Contains(
            "controller --tmp --node-rpc-url ws://192.168.1.1:9944 --listen-on",
            ClusterFileText.Make(text, "node-1/supervisor/autonomys-controller.conf"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Ip_version_6_and_names_stand_where_they_can()
    {
        string six = ClusterFileText.Small.With("10.0.0.1", "fd00::1");
        Assert.Contains("listen: \"[fd00::1]:4222\"\n", ClusterFileText.Make(six, "all/nats-server.conf"), StringComparison.Ordinal);
        Assert.Contains(
            "cluster --nats-server nats://[fd00::1]:4222 proof-server --listen-on [fd00::1]:9963\n",
            ClusterFileText.Make(six, "all/supervisor/autonomys-proof-server.conf"),
            StringComparison.Ordinal);
        string name = ClusterFileText.Small.With("10.0.0.1", "farm.example");
        Assert.Contains(
            "cluster --nats-server nats://farm.example:4222 proof-server --listen-on 0.0.0.0:9963\n",
            ClusterFileText.Make(name, "all/supervisor/autonomys-proof-server.conf"),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_start_order_tells_what_was_warned_of()
    {
        ClusterFileReading reading = ClusterFileReader.Read(ClusterFileText.Example.With("\"sectors\": 7000", "\"sectors\": 8000"));
        string text = ClusterFiles.Make(reading.File!, reading.Warnings).First(file => file.Path == "START-ORDER.md").Content;
        Assert.Equal(8, reading.Warnings.Count);
        Assert.All(reading.Warnings, warning => Assert.Contains($"- {warning}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void The_start_order_starts_in_order()
    {
        string text = ClusterFileText.Make(ClusterFileText.Example, "START-ORDER.md");
        string[] names =
        [
            "nats-server", "autonomys-node", "autonomys-controller", "autonomys-proof-server", "autonomys-full-piece", "autonomys-sharded-cache",
            "autonomys-plot-server", "autonomys-plot-client",
        ];
        int[] places = [.. names.Select((name, i) => text.IndexOf($"### {i + 1}. {name}\n", StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.Equal(3 + 3 + 3 + 3 + 2 + 2 + 2 + 2, text.Split("supervisorctl update autonomys-").Length - 1 + text.Split("supervisorctl update nats-server").Length - 1);
    }
}
