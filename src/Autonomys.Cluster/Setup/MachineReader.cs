using System.Globalization;
using Autonomys.Farming.Farms.Space;

namespace Autonomys.Cluster.Setup;

/// <summary>Reads one machine of a cluster file.</summary>
internal static class MachineReader
{
    private const int MostGpus = 32;

    /// <param name="fields">The machine's object.</param>
    /// <param name="defaults">What all machines have, unless one says otherwise.</param>
    public static Machine Read(FieldReader fields, ComponentDefaults defaults)
    {
        string name = ReadName(fields);
        if (name.Length > 0)
        {
            fields = fields.OfMachine(name);
            fields.Text("name");
        }

        string address = ReadAddress(fields);
        IReadOnlyList<MachineRole> roles = ReadRoles(fields);
        MachineGpu[] gpus = [.. fields.Objects("gpus").Select(gpu => ReadGpu(gpu, roles)).OfType<MachineGpu>().OrderBy(gpu => gpu.Index)];
        MachineDisk[] disks = [.. fields.Objects("disks").Select(ReadDisk).OfType<MachineDisk>()];
        ComponentDefaults own = defaults.Override(fields);
        Check(fields, roles, gpus, disks);
        fields.End();
        return new Machine(name, address, roles, gpus, disks, own.ShardedCache, own.FullPieceCache, own.PlotServer);
    }

    private static string ReadName(FieldReader fields)
    {
        string? name = fields.Text("name", FieldRules.IsName, FieldRules.NameMustBe);
        if (fields.IsObject && !fields.Has("name"))
        {
            fields.Problem("name", "is missing: give each machine its own, such as plot-1");
        }

        return name ?? "";
    }

    private static string ReadAddress(FieldReader fields)
    {
        string? address = fields.Text("address", FieldRules.IsAddress, FieldRules.AddressMustBe);
        if (fields.IsObject && !fields.Has("address"))
        {
            fields.Problem("address", "is missing: give the IP address or host name that the other machines reach it at");
        }

        return address ?? "";
    }

    private static List<MachineRole> ReadRoles(FieldReader fields)
    {
        SortedSet<MachineRole> roles = [];
        foreach (string text in fields.Texts("roles"))
        {
            if (!RoleNames.TryParse(text, out MachineRole role))
            {
                fields.Problem("roles", $"has \"{text}\", which is no role: there are {RoleNames.All}");
            }
            else if (!roles.Add(role))
            {
                fields.Problem("roles", $"has \"{text}\" twice: name each role once; several GPUs or disks need no more");
            }
        }

        if (fields.Lacks("roles"))
        {
            fields.Problem("roles", $"is missing or empty: give one or more of {RoleNames.All}");
        }

        return [.. roles];
    }

    private static MachineGpu? ReadGpu(FieldReader fields, IReadOnlyList<MachineRole> roles)
    {
        int? index = fields.Number("index", 0, MostGpus - 1);
        if (fields.IsObject && !fields.Has("index"))
        {
            fields.Problem("index", "is missing: give the GPU's number, as nvidia-smi -L shows it");
        }

        CpuList? cpus = null;
        if (fields.Text("cpus") is { } text && !CpuList.TryParse(text, out cpus))
        {
            fields.Problem("cpus", $"\"{text}\" {CpuList.MustBe}");
        }

        int? concurrency = fields.Number("concurrency", 1, 1024);
        MachineRole? role = null;
        if (fields.Text("for") is { } use)
        {
            role = RoleNames.TryParse(use, out MachineRole parsed) && parsed is MachineRole.PlotServer or MachineRole.ProofServer ? parsed : null;
            if (role is null)
            {
                fields.Problem("for", $"\"{use}\" is nothing that a GPU does: it must be plot-server or proof-server; leave it out for both");
            }
            else if (!roles.Contains(role.Value))
            {
                fields.Problem("for", $"\"{use}\" is not among the roles of the machine: add it to roles, or leave it out here");
            }
        }

        fields.End();
        return index is { } number ? new MachineGpu(number, cpus, concurrency, role) : null;
    }

    private static MachineDisk? ReadDisk(FieldReader fields)
    {
        string? path = fields.Directory("path");
        if (fields.IsObject && !fields.Has("path"))
        {
            fields.Problem("path", "is missing: give the directory that the disk is mounted at");
        }

        int? sectors = fields.Number("sectors", 1, FarmAllocation.MaxSectors);
        string? text = fields.Text("size");
        FarmSize? size = sectors is { } count ? new FarmSize.ForSectors(count) : null;
        if (text is not null && !FarmSize.TryParseSize(text, out size, out string? error))
        {
            fields.Problem("size", $"is wrong: {error}");
        }

        if (fields.Has("sectors") && fields.Has("size"))
        {
            fields.Problem("size", "stands beside sectors: give one of them");
        }
        else if (fields.IsObject && !fields.Has("sectors") && !fields.Has("size"))
        {
            fields.Problem("sectors", "is missing, and size too: say how much of the disk is farmed, such as \"sectors\": 7000 or \"size\": \"95%\"");
        }

        ulong? capacity = null;
        if (fields.Text("capacity") is { } whole)
        {
            if (ByteSize.TryParse(whole, out ulong bytes, out string? reason) && bytes > 0)
            {
                capacity = bytes;
            }
            else
            {
                fields.Problem("capacity", $"is wrong: {reason ?? "it is zero; give what the disk holds, such as 8T"}");
            }
        }

        fields.End();
        string argument = sectors is null
            ? "size=" + text?.Replace(" ", "", StringComparison.Ordinal)
            : string.Create(CultureInfo.InvariantCulture, $"sectors={sectors}");
        return path is null || size is null ? null : new MachineDisk(path, argument, size, capacity);
    }

    private static void Check(FieldReader fields, IReadOnlyList<MachineRole> roles, MachineGpu[] gpus, MachineDisk[] disks)
    {
        if (gpus.Length > 0 && !roles.Contains(MachineRole.PlotServer) && !roles.Contains(MachineRole.ProofServer))
        {
            fields.Problem("gpus", "has GPUs that nothing would use: add plot-server or proof-server to roles, or leave gpus out");
        }

        foreach (IGrouping<int, MachineGpu> same in gpus.GroupBy(gpu => gpu.Index).Where(same => same.Count() > 1))
        {
            fields.Problem("gpus", $"has index {same.Key.ToString(CultureInfo.InvariantCulture)} twice: each GPU has its own number, as nvidia-smi -L shows it");
        }

        bool farms = roles.Contains(MachineRole.PlotClient);
        if (disks.Length > 0 && !farms)
        {
            fields.Problem("disks", "has disks that nothing would farm: add plot-client to roles, or leave disks out");
        }
        else if (farms && fields.Lacks("disks"))
        {
            fields.Problem("disks", "is missing or empty: a plot-client farms at least one, such as { \"path\": \"/mnt/nvme0n1\", \"size\": \"95%\" }");
        }

        foreach (IGrouping<string, MachineDisk> same in disks.GroupBy(disk => disk.Path).Where(same => same.Count() > 1))
        {
            fields.Problem("disks", $"has path \"{same.Key}\" twice: one directory holds one farm");
        }
    }
}
