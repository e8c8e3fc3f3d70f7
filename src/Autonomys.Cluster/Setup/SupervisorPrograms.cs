using System.Globalization;
using System.Text;

namespace Autonomys.Cluster.Setup;

/// <summary>The supervisor programs of a machine: names, options and log files are those of the operators' manual.</summary>
internal sealed class SupervisorPrograms(ClusterFile file, Machine machine)
{
    public const string NatsServer = "nats-server";
    public const string Node = "autonomys-node";
    public const string Controller = "autonomys-controller";
    public const string ProofServer = "autonomys-proof-server";
    public const string FullPieceCache = "autonomys-full-piece";
    public const string ShardedCache = "autonomys-sharded-cache";
    public const string PlotServer = "autonomys-plot-server";
    public const string PlotClient = "autonomys-plot-client";

    /// <summary>Name of supervisor's program, or group, of a role.</summary>
    public static string NameOf(MachineRole role) => role switch
    {
        MachineRole.NatsServer => NatsServer,
        MachineRole.Node => Node,
        MachineRole.Controller => Controller,
        MachineRole.ProofServer => ProofServer,
        MachineRole.FullPieceCache => FullPieceCache,
        MachineRole.ShardedCache => ShardedCache,
        MachineRole.PlotServer => PlotServer,
        MachineRole.PlotClient => PlotClient,
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    /// <summary>The file of one role, for supervisor's conf.d.</summary>
    public string Write(MachineRole role)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"# {NameOf(role)} of {machine.Name}, made by `autonomys-farmer cluster init`\n");
        IReadOnlyList<SupervisorProgram> programs = Of(role);
        if (role == MachineRole.PlotServer)
        {
            text.Append(CultureInfo.InvariantCulture, $"[group:{PlotServer}]\nprograms={string.Join(',', programs.Select(program => program.Name))}\n");
            text.Append(CultureInfo.InvariantCulture, $"priority={PriorityOf(role)}\n\n");
        }

        for (int i = 0; i < programs.Count; i++)
        {
            text.Append(i == 0 ? "" : "\n");
            programs[i].Write(text, file.User, file.LogDirectory);
        }

        return text.ToString();
    }

    public IReadOnlyList<SupervisorProgram> Of(MachineRole role) => role switch
    {
        // Its address may not be there yet when the machine starts: it is tried for some minutes.
        MachineRole.NatsServer => [Program(role, [file.Nats.Program, "-c", file.Nats.Configuration]) with { StartRetries = 20 }],
        MachineRole.Node => [Program(role, NodeCommand()) with { StartRetries = 20, StopSeconds = 120 }],
        MachineRole.Controller => [OfCluster(role, ControllerArguments())],
        MachineRole.ProofServer => [ProofServerProgram()],
        MachineRole.FullPieceCache => [OfCluster(role, FullPieceCacheArguments())],
        MachineRole.ShardedCache => [OfCluster(role, ShardedCacheArguments())],
        MachineRole.PlotServer => [.. PlotServerProcess.Of(machine).Select(PlotServerProgram)],
        MachineRole.PlotClient =>
        [
            OfCluster(role, ["plot-client", "--reward-address", file.RewardAddress, .. machine.Disks.Select(disk => $"path={disk.Path},{disk.Argument}")]),
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(role)),
    };

    private string[] NodeCommand() =>
    [
        file.Node.Program, "run", "--base-path", file.Node.BasePath, "--farmer",
        "--rpc-listen-on", EndPoint(file.Ports.NodeRpc),
        "--chain", file.Node.Chain, "--blocks-pruning=archive", "--state-pruning=archive", "--sync", "full", "--rpc-methods", "unsafe", "--rpc-cors", "all",
    ];

    private IEnumerable<string> ControllerArguments()
    {
        string[] nodes = machine.Has(MachineRole.Node)
            ? [NodeUrl(machine)]
            : [.. file.With(MachineRole.Node).Select(NodeUrl), .. file.Node.Urls];
        string[] place = file.ControllerBasePath is { } path ? ["--base-path", path] : ["--tmp"];
        return ["controller", .. place, .. nodes.SelectMany(url => new[] { "--node-rpc-url", url }), "--listen-on", EndPoint(file.Ports.Controller)];
    }

    private IEnumerable<string> FullPieceCacheArguments() =>
    [
        "full-piece-sharded-cache", "path=" + machine.FullPieceCache.Path, .. machine.FullPieceCache.Visible ? ["--visible"] : Array.Empty<string>(),
        "--listen-on", EndPoint(file.Ports.FullPieceCache),
    ];

    private IEnumerable<string> ShardedCacheArguments() =>
    [
        "sharded-cache", "path=" + machine.ShardedCache.Path + (machine.ShardedCache.Size is { } size ? ",size=" + size : ""),
        .. machine.ShardedCache.InMemory ? ["--mem-cache"] : Array.Empty<string>(),
        "--listen-on", EndPoint(file.Ports.ShardedCache),
    ];

    private SupervisorProgram ProofServerProgram()
    {
        MachineGpu[] gpus = [.. machine.GpusFor(MachineRole.ProofServer)];
        CpuList? cpus = gpus.Length > 0 && gpus.All(gpu => gpu.Cpus is not null)
            ? gpus.Select(gpu => gpu.Cpus!).Aggregate((all, more) => all.With(more))
            : null;
        return OfCluster(MachineRole.ProofServer, ["proof-server", "--listen-on", EndPoint(file.Ports.ProofServer)], cpus, gpus) with { LogMegabytes = 500 };
    }

    private SupervisorProgram PlotServerProgram(PlotServerProcess server)
    {
        CultureInfo culture = CultureInfo.InvariantCulture;
        string number = server.Number.ToString(culture);
        string[] records = machine.PlotServer.RecordEncodingConcurrency is { } concurrency
            ? ["--record-encoding-concurrency", concurrency.ToString(culture)]
            : [];
        string[] arguments =
        [
            "plot-server", .. records, .. machine.PlotServer.PriorityCache ? ["--priority-cache"] : Array.Empty<string>(),
            "--listen-port", (file.Ports.PlotServer + server.Number).ToString(culture), $"{machine.PlotServer.BasePath.TrimEnd('/')}/base-path-{number}",
        ];
        return OfCluster(MachineRole.PlotServer, arguments, server.Cpus, server.Gpu is { } gpu ? [gpu] : []) with
        {
            Name = $"{PlotServer}-{number}",
            Log = $"autonomys-plotter-{number}",
        };
    }

    private SupervisorProgram OfCluster(MachineRole role, IEnumerable<string> arguments, CpuList? cpus = null, params MachineGpu[] gpus)
    {
        string[] binding = cpus is null ? [] : ["numactl", "-C", cpus.ToString(), "-l"];
        IEnumerable<string> servers = file.With(MachineRole.NatsServer)
            .SelectMany(server => new[] { "--nats-server", string.Create(CultureInfo.InvariantCulture, $"nats://{server.Host}:{file.Ports.Nats}") });
        List<(string Name, string Value)> environment = [];
        if (gpus.Length > 0)
        {
            environment.Add(("CUDA_VISIBLE_DEVICES", string.Join(',', gpus.Select(gpu => gpu.Index.ToString(CultureInfo.InvariantCulture)))));
        }

        // One number for all GPUs of a process: the least, as it is bound by memory.
        if (gpus.Min(gpu => gpu.Concurrency) is { } concurrency)
        {
            environment.Add(("GPU_CONCURRENCY", concurrency.ToString(CultureInfo.InvariantCulture)));
        }

        if (file.KzgParameters is { } kzg)
        {
            environment.Add(("AUTONOMYS_KZG_PARAMETERS", kzg));
        }

        return Program(role, [.. binding, file.Program, "cluster", .. servers, .. arguments]) with { Environment = environment };
    }

    private static SupervisorProgram Program(MachineRole role, IReadOnlyList<string> command) => new(NameOf(role), command, PriorityOf(role), NameOf(role));

    private static int PriorityOf(MachineRole role) => 100 * ((int)role + 1);

    private string NodeUrl(Machine node) => string.Create(CultureInfo.InvariantCulture, $"ws://{node.Host}:{file.Ports.NodeRpc}");

    private string EndPoint(int port) => string.Create(CultureInfo.InvariantCulture, $"{machine.ListenHost}:{port}");
}
