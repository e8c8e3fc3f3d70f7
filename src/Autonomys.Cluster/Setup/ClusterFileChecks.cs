using System.Globalization;
using System.Net;
using Autonomys.Farming.Farms.Space;

namespace Autonomys.Cluster.Setup;

/// <summary>What only shows when all of a cluster file is seen together.</summary>
internal static class ClusterFileChecks
{
    // What the public networks allow, and so what a new farm is made with.
    private const ushort NetworkPiecesInSector = 1000;

    public static void Check(ClusterFile file, List<string> problems, List<string> warnings)
    {
        CheckRoles(file, problems, warnings);
        CheckMachines(file, problems, warnings);
        CheckPorts(file, problems);
        foreach (Machine machine in file.Machines)
        {
            CheckPaths(file, machine, problems);
            CheckCpus(machine, warnings);
            CheckDisks(machine, warnings);
        }
    }

    private static void CheckRoles(ClusterFile file, List<string> problems, List<string> warnings)
    {
        if (file.Machines.Count == 0)
        {
            return;
        }

        int nats = file.With(MachineRole.NatsServer).Count();
        if (nats == 0)
        {
            problems.Add("machines: none has the role nats-server: three should, or one to try");
        }
        else if (nats % 2 == 0)
        {
            warnings.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{nats} machines have the role nats-server: more than half of them must run, so that {nats} bear no more failures than {nats - 1}; give it to three"));
        }
        else if (nats == 1 && file.Machines.Count > 1)
        {
            warnings.Add("one machine has the role nats-server: the cluster stands still whenever it does; give it to three");
        }

        Require(MachineRole.Controller, "nothing would connect the cluster with a node");
        if (file.With(MachineRole.PlotServer).Any() || file.With(MachineRole.ShardedCache).Any())
        {
            Require(MachineRole.FullPieceCache, "the history would be kept nowhere");
        }

        if (!file.With(MachineRole.Node).Any() && file.Node.Urls.Count == 0)
        {
            problems.Add("machines: none has the role node, and node.urls names none elsewhere: add one of them, such as \"node\": { \"urls\": [\"ws://192.168.1.1:9944\"] }");
        }

        if (!file.With(MachineRole.PlotClient).Any())
        {
            warnings.Add("no machine has the role plot-client: nothing is farmed");
        }
        else if (file.RewardAddress.Length == 0)
        {
            problems.Add("rewardAddress is missing: say who gets the rewards, an address such as su… or st…");
        }

        if (file.With(MachineRole.PlotClient).Any() && !file.With(MachineRole.PlotServer).Any())
        {
            warnings.Add("no machine has the role plot-server: only what is plotted already is farmed");
        }

        if (file.With(MachineRole.PlotClient).Any() && !file.With(MachineRole.ProofServer).Any())
        {
            warnings.Add("no machine has the role proof-server: every plot-client makes its proofs itself");
        }

        if (file.User != "root" && file.KzgParameters is null)
        {
            warnings.Add(
                $"user is \"{file.User}\" and kzgParameters is not given: supervisor leaves HOME as it is, so that the programs look for the KZG parameters "
                + "in the wrong place; give kzgParameters, such as \"/etc/autonomys/kzg.bin\"");
        }

        void Require(MachineRole role, string otherwise)
        {
            if (!file.With(role).Any())
            {
                problems.Add($"machines: none has the role {RoleNames.Of(role)}: {otherwise}; add it to the roles of one");
            }
        }
    }

    private static void CheckMachines(ClusterFile file, List<string> problems, List<string> warnings)
    {
        Twice(machine => machine.Name, "name", "give each its own");
        Twice(machine => machine.Address, "address", "put all roles of one machine into one entry");
        foreach (Machine machine in file.Machines.Where(machine => machine.Address.Length > 0))
        {
            if (file.Machines.Count > 1 && FieldRules.IsUnreachable(machine.Address))
            {
                problems.Add($"machine {machine.Name}: address \"{machine.Address}\" is reached from that machine only: give the address that the others reach it at");
            }
            else if (!IPAddress.TryParse(machine.Address, out _))
            {
                warnings.Add(
                    $"machine {machine.Name}: address \"{machine.Address}\" is a name: it must mean the same on every machine, "
                    + "and on its own not 127.0.1.1, as some systems have it in /etc/hosts; an IP address is safer");
            }
        }

        void Twice(Func<Machine, string> key, string field, string remedy)
        {
            foreach (IGrouping<string, Machine> same in file.Machines.GroupBy(key, StringComparer.OrdinalIgnoreCase).Where(same => same.Key.Length > 0 && same.Count() > 1))
            {
                problems.Add($"machines: {same.Count().ToString(CultureInfo.InvariantCulture)} have the {field} \"{same.Key}\": {remedy}");
            }
        }
    }

    private static void CheckPorts(ClusterFile file, List<string> problems)
    {
        int last = file.Machines.SelectMany(PlotServerProcess.Of).Select(server => server.Number).DefaultIfEmpty(0).Max();
        if (file.Ports.PlotServer + last > ushort.MaxValue)
        {
            problems.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"ports.plotServer {file.Ports.PlotServer} leaves no port for plot-server {last}, which has this plus its number: at most {ushort.MaxValue - last}"));
        }

        List<(string Name, int First, int Last)> all = [.. file.Ports.All.Select(port => (port.Name, port.Port, port.Port + (port.Name == "plotServer" ? last : 0)))];
        for (int i = 0; i < all.Count; i++)
        {
            foreach ((string name, int first, int end) in all.Skip(i + 1).Where(other => other.First <= all[i].Last && all[i].First <= other.Last))
            {
                string range = first == end ? $"{first}" : string.Create(CultureInfo.InvariantCulture, $"{first} to {end}");
                problems.Add(string.Create(
                    CultureInfo.InvariantCulture, $"ports.{name} {range} and ports.{all[i].Name} {all[i].First} meet: give each program a port of its own"));
            }
        }
    }

    private static void CheckPaths(ClusterFile file, Machine machine, List<string> problems)
    {
        List<(string Field, string Path)> paths = [.. machine.Disks.Select(disk => ("disks", disk.Path))];
        Add(MachineRole.NatsServer, "nats.storeDirectory", file.Nats.StoreDirectory);
        Add(MachineRole.Node, "node.basePath", file.Node.BasePath);
        Add(MachineRole.Controller, "controller.basePath", file.ControllerBasePath);
        Add(MachineRole.FullPieceCache, "fullPieceCache.path", machine.FullPieceCache.Path);
        Add(MachineRole.ShardedCache, "shardedCache.path", machine.ShardedCache.Path);
        Add(MachineRole.PlotServer, "plotServer.basePath", machine.PlotServer.BasePath);
        foreach (IGrouping<string, (string Field, string Path)> same in paths.GroupBy(path => path.Path).Where(same => same.Select(path => path.Field).Distinct().Count() > 1))
        {
            problems.Add($"machine {machine.Name}: {string.Join(" and ", same.Select(path => path.Field))} are both \"{same.Key}\": give each a directory of its own");
        }

        void Add(MachineRole role, string field, string? path)
        {
            if (machine.Has(role) && path is not null)
            {
                paths.Add((field, path));
            }
        }
    }

    private static void CheckCpus(Machine machine, List<string> warnings)
    {
        PlotServerProcess[] bound = [.. PlotServerProcess.Of(machine).Where(server => server.Cpus is not null)];
        for (int i = 0; i < bound.Length; i++)
        {
            foreach (PlotServerProcess other in bound.Skip(i + 1))
            {
                if (bound[i].Cpus!.SharedWith(other.Cpus!) is { } shared)
                {
                    warnings.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $"machine {machine.Name}: plot-servers {bound[i].Number} and {other.Number} share the CPUs {shared}: give each its own"));
                }
            }
        }

        if (machine.PlotServer.Cpus.Count > 0 && machine.GpusFor(MachineRole.PlotServer).Any())
        {
            warnings.Add($"machine {machine.Name}: plotServer.cpus is for machines without GPUs; here the cpus of each GPU count");
        }
    }

    private static void CheckDisks(Machine machine, List<string> warnings)
    {
        foreach (MachineDisk disk in machine.Disks)
        {
            ulong needed = disk.Size switch
            {
                FarmSize.ForSectors sectors => FarmAllocation.SpaceForSectors(sectors.Count, NetworkPiecesInSector, FarmAllocation.DefaultCachePercentage),
                FarmSize.Exact exact => exact.Bytes,
                _ => 0,
            };
            if (disk.Capacity is { } capacity && needed > capacity - DiskSpace.Headroom(capacity))
            {
                warnings.Add(
                    $"machine {machine.Name}: {disk.Argument} on {disk.Path} cannot fit: it needs {ByteSize.Format(needed)}, and the disk has {ByteSize.Format(capacity)}. "
                    + FarmSizing.WhatFits(capacity, NetworkPiecesInSector, FarmAllocation.DefaultCachePercentage));
            }
        }
    }
}
