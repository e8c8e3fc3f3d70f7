using Autonomys.Farming.Farms.Space;

namespace Autonomys.Cluster.Setup;

/// <summary>Settings that stand at the top of a cluster file for all machines, or in one machine for itself.</summary>
internal sealed record ComponentDefaults(ShardedCacheSettings ShardedCache, FullPieceCacheSettings FullPieceCache, PlotServerSettings PlotServer)
{
    public static readonly ComponentDefaults Initial = new(new(), new(), new());

    /// <summary>These, with what the fields of an object say otherwise.</summary>
    public ComponentDefaults Override(FieldReader fields) => new(
        fields.Object("shardedCache") is { } sharded ? Read(sharded, ShardedCache) : ShardedCache,
        fields.Object("fullPieceCache") is { } full ? Read(full, FullPieceCache) : FullPieceCache,
        fields.Object("plotServer") is { } plot ? Read(plot, PlotServer) : PlotServer);

    private static ShardedCacheSettings Read(FieldReader fields, ShardedCacheSettings otherwise)
    {
        string? size = fields.Text("size");
        if (size is not null && (!ByteSize.TryParse(size, out ulong bytes, out string? error) || bytes is 0 or > long.MaxValue))
        {
            fields.Problem("size", $"\"{size}\" is not how much a cache can keep: it must be such as 500G or 2TiB");
        }

        ShardedCacheSettings settings = new(
            fields.Directory("path") ?? otherwise.Path,
            size?.Replace(" ", "", StringComparison.Ordinal) ?? otherwise.Size,
            fields.Flag("memCache") ?? otherwise.InMemory);
        fields.End();
        return settings;
    }

    private static FullPieceCacheSettings Read(FieldReader fields, FullPieceCacheSettings otherwise)
    {
        FullPieceCacheSettings settings = new(fields.Directory("path") ?? otherwise.Path, fields.Flag("visible") ?? otherwise.Visible);
        fields.End();
        return settings;
    }

    private static PlotServerSettings Read(FieldReader fields, PlotServerSettings otherwise)
    {
        List<CpuList> cpus = [];
        foreach (string text in fields.Texts("cpus"))
        {
            if (CpuList.TryParse(text, out CpuList? list))
            {
                cpus.Add(list);
            }
            else
            {
                fields.Problem("cpus", $"has \"{text}\", which {CpuList.MustBe}");
            }
        }

        PlotServerSettings settings = new()
        {
            BasePath = fields.Directory("basePath") ?? otherwise.BasePath,
            RecordEncodingConcurrency = fields.Number("recordEncodingConcurrency", 1, 1024) ?? otherwise.RecordEncodingConcurrency,
            PriorityCache = fields.Flag("priorityCache") ?? otherwise.PriorityCache,
            Cpus = fields.Has("cpus") ? cpus : otherwise.Cpus,
        };
        fields.End();
        return settings;
    }
}
