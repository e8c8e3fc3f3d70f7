using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Autonomys.Cli.Commands;

/// <summary>Examples under `--help` of each command. The tests parse every one of them.</summary>
internal static class HelpExamples
{
    internal static readonly IReadOnlyDictionary<string, (string Purpose, string Arguments)[]> ByCommand =
        new Dictionary<string, (string, string)[]>(StringComparer.Ordinal)
        {
            [""] =
            [
                ("Farm a development chain, nothing else needed", "dev"),
                ("Farm the chain of a node", "farm --node-rpc-url ws://127.0.0.1:9944 --reward-address sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj path=/mnt/disk1,size=1T"),
                ("What this build uses of the machine", "--version --verbose"),
            ],
            ["dev"] =
            [
                ("Farm until Ctrl-C; the next start goes on where this one stopped", "dev"),
                ("End after three blocks", "dev --base-path /tmp/dev --exit-after-blocks 3"),
                ("Your own files as the history that is farmed", "dev --import ./photos --sectors 4"),
                ("For programs", "dev --json"),
            ],
            ["dev-node"] =
            [
                ("A chain with its RPC on ws://127.0.0.1:9944", "dev-node"),
                ("Your own files as history, another port", "dev-node --base-path /tmp/node --import ./photos --rpc-listen-on 127.0.0.1:9955"),
                ("Slots, eras and archiving in a hurry", "dev-node --base-path /tmp/fast --slot-duration 250ms --era-blocks 10 --confirmation-depth-blocks 1"),
                ("The public network's constants", "dev-node --base-path /tmp/network --constants network"),
            ],
            ["farm"] =
            [
                ("Two farms, one by size and one by number of sectors", "farm --node-rpc-url ws://127.0.0.1:9944 --reward-address sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj path=/mnt/disk1,size=100G path=/mnt/disk2,sectors=20"),
                ("A small farm on the chain of `dev-node`", "farm --reward-address sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj --max-pieces-in-sector 10 path=/tmp/farm,sectors=2"),
            ],
            ["cluster"] =
            [
                ("A controller and a full-piece cache in one process", "cluster --nats-server nats://192.168.1.1:4222 controller --node-rpc-url ws://127.0.0.1:9944 -- full-piece-sharded-cache path=/mnt/pieces"),
            ],
            ["cluster init"] =
            [
                ("A cluster file to begin with", "cluster init --example"),
                ("All configurations of the cluster that it describes", "cluster init --output ./cluster cluster.json"),
                ("Again after a change of the cluster file", "cluster init --force --output ./cluster cluster.json"),
            ],
            ["cluster controller"] = [("Beside a node", "cluster --nats-server nats://192.168.1.1:4222 controller --tmp --node-rpc-url ws://127.0.0.1:9944")],
            ["cluster full-piece-sharded-cache"] = [("With what autonomys-export-piece made", "cluster --nats-server nats://192.168.1.1:4222 full-piece-sharded-cache path=/mnt/full-cache-tmp")],
            ["cluster sharded-cache"] = [("On each plotting machine", "cluster --nats-server nats://192.168.1.1:4222 sharded-cache path=/var/autonomys-sharded-cache,size=500G")],
            ["cluster plot-server"] = [("One of several on a machine", "cluster --nats-server nats://192.168.1.1:4222 plot-server --listen-port 9966 /var/plot-server/base-path-0")],
            ["cluster proof-server"] = [("On a node machine", "cluster --nats-server nats://192.168.1.1:4222 proof-server")],
            ["cluster plot-client"] = [("Two disks", "cluster --nats-server nats://192.168.1.1:4222 plot-client --reward-address sufsKsx4kZ26i7bJXc1TFguysVzjkzsDtE2VDiCEBY2WjyGAj path=/mnt/nvme0n1,sectors=8000 path=/mnt/nvme0n2,size=95%")],
            ["cluster-demo"] = [("Until Ctrl-C", "cluster-demo"), ("End after three blocks", "cluster-demo --base-path /tmp/demo --exit-after-blocks 3")],
            ["status"] = [("Once", "status --nats-server nats://192.168.1.1:4222"), ("For programs", "status --nats-server nats://192.168.1.1:4222 --json")],
            ["util reinitialization-cache"] = [("At once", "util reinitialization-cache --nats-servers nats://192.168.1.1:4222 --delay 0")],
            ["util sharded-cache-benchmark"] = [("As the manual has it", "util sharded-cache-benchmark --nats-servers nats://192.168.1.1:4222 --sectors 256 --epoch 1 --cache-item-type split-parity-piece")],
            ["util verify-piece"] = [("All caches", "util verify-piece --nats-server nats://192.168.1.1:4222 --nats-server nats://192.168.1.2:4222")],
            ["info"] = [("Two farms", "info /mnt/disk1 /mnt/disk2"), ("For programs", "info --json /mnt/disk1")],
            ["scrub"] = [("See what is damaged, change nothing", "scrub --dry-run /mnt/disk1"), ("Metadata only, which takes seconds", "scrub --target metadata /mnt/disk1")],
            ["wipe"] = [("Remove a farm and its key, after asking", "wipe /mnt/disk1")],
            ["benchmark"] = [("How fast does this machine plot?", "benchmark plot"), ("And audit and prove a farm?", "benchmark audit /mnt/disk1")],
            ["benchmark machine"] = [("Compare with figures of another day", "benchmark machine --json")],
            ["benchmark plot"] = [("One record at a time, to compare processors", "benchmark plot --threads 1 --rounds 20")],
            ["benchmark audit"] = [("What the disk gives, without the page cache", "benchmark audit --slots 1000 /mnt/disk1")],
            ["benchmark prove"] = [("Which way of reading is faster on this disk?", "benchmark prove --solutions 20 /mnt/disk1")],
            ["list-gpus"] = [("What would be used", "list-gpus"), ("For programs", "list-gpus --json")],
            ["gpu-check"] =
            [
                ("Is this machine's GPU right, and how fast?", "gpu-check"),
                ("The GPU's kernels on the processor, minutes of work", "gpu-check --gpu-backend cpu-accelerator"),
            ],
            ["util dump-ptx"] = [("For an H100, no GPU needed", "util dump-ptx --arch sm_90 --output /tmp/ptx")],
            ["util"] = [("Install the public networks' KZG parameters", "util kzg-parameters --from trusted-setup.json")],
            ["util export-history"] = [("The files that `dev --import` put into the history", "util export-history --output ./photos-again")],
            ["util kzg-parameters"] =
            [
                ("Make them from the ceremony's public state", "util kzg-parameters --from transcript.json"),
                ("Check the ones in use", "util kzg-parameters"),
                ("Write them elsewhere", "util kzg-parameters --from eth-public-parameters.bin --output /srv/kzg.bin"),
            ],
        };

    /// <summary>Makes `--help` of every command print its examples.</summary>
    public static void AddTo(RootCommand root)
    {
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new WithExamples((HelpAction)help.Action!);
    }

    /// <summary>Names from the root to a command, without the root's own.</summary>
    internal static string PathOf(Command command)
    {
        string parents = command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? PathOf(parent) : "";
        return command is RootCommand ? "" : parents.Length == 0 ? command.Name : $"{parents} {command.Name}";
    }

    private sealed class WithExamples(HelpAction inner) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            int result = inner.Invoke(parseResult);
            if (ByCommand.TryGetValue(PathOf(parseResult.CommandResult.Command), out (string Purpose, string Arguments)[]? examples))
            {
                TextWriter output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach ((string purpose, string arguments) in examples)
                {
                    output.WriteLine($"  # {purpose}");
                    output.WriteLine($"  autonomys-farmer {arguments}");
                }

                output.WriteLine();
            }

            return result;
        }
    }
}
