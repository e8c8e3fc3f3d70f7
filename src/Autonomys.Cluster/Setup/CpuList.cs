using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Autonomys.Cluster.Setup;

/// <summary>Logical CPUs as numactl and lscpu write them: <c>0-19,96-115</c>.</summary>
public sealed class CpuList
{
    internal const string MustBe =
        "is not a list of CPUs: give numbers and ranges, each CPU once, such as 0-15,96-111; nvidia-smi topo -m shows the ones near a GPU";

    private const int MaxCpu = 8191;

    private readonly SortedSet<int> _cpus;

    private CpuList(SortedSet<int> cpus) => _cpus = cpus;

    public int Count => _cpus.Count;

    /// <summary>Reads numbers and rising ranges, separated by commas; nothing may be in the list twice.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out CpuList? list)
    {
        ArgumentNullException.ThrowIfNull(text);
        list = null;
        SortedSet<int> cpus = [];
        foreach (string part in text.Split(','))
        {
            string[] ends = part.Split('-');
            if (ends.Length > 2 || !TryParseCpu(ends[0], out int first) || !TryParseCpu(ends[^1], out int last) || last < first)
            {
                return false;
            }

            for (int cpu = first; cpu <= last; cpu++)
            {
                if (!cpus.Add(cpu))
                {
                    return false;
                }
            }
        }

        list = new CpuList(cpus);
        return true;
    }

    /// <summary>What is in both lists; null when nothing is.</summary>
    public CpuList? SharedWith(CpuList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        SortedSet<int> shared = [.. _cpus.Intersect(other._cpus)];
        return shared.Count == 0 ? null : new CpuList(shared);
    }

    /// <summary>What is in either list.</summary>
    public CpuList With(CpuList other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return new CpuList([.. _cpus.Union(other._cpus)]);
    }

    /// <summary>Rising, with the longest ranges: <c>0-19,96</c>.</summary>
    public override string ToString()
    {
        List<string> ranges = [];
        int[] cpus = [.. _cpus];
        for (int start = 0; start < cpus.Length;)
        {
            int end = start;
            while (end + 1 < cpus.Length && cpus[end + 1] == cpus[end] + 1)
            {
                end++;
            }

            string first = cpus[start].ToString(CultureInfo.InvariantCulture);
            ranges.Add(start == end ? first : string.Create(CultureInfo.InvariantCulture, $"{first}-{cpus[end]}"));
            start = end + 1;
        }

        return string.Join(',', ranges);
    }

    private static bool TryParseCpu(string text, out int cpu) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out cpu) && cpu <= MaxCpu;
}
