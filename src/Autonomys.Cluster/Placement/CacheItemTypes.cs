namespace Autonomys.Cluster.Placement;

/// <summary>Item types as command lines write them.</summary>
public static class CacheItemTypes
{
    public static IReadOnlyList<string> Names { get; } = ["piece", "split-piece", "split-parity-piece"];

    public static string Name(CacheItemType type) => Names[(int)type];

    public static CacheItemType? Find(string name) => Names.ToList().IndexOf(name) is >= 0 and var index ? (CacheItemType)index : null;
}
