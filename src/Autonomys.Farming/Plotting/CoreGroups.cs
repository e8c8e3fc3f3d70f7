using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Autonomys.Farming.Plotting;

/// <summary>
/// The cores that records are encoded on, as the official farmer writes them: groups with spaces between, cores of a group with commas,
/// such as "0,1 2,3". Each encoding thread stays on the cores of one group.
/// </summary>
public sealed class CoreGroups
{
    private readonly int[][] _groups;

    private CoreGroups(int[][] groups) => _groups = groups;

    public int Count => _groups.Length;

    /// <summary>Cores named in all.</summary>
    public int Cores => _groups.Sum(group => group.Length);

    /// <summary>The cores of encoding thread number <paramref name="thread"/>: the groups in turn.</summary>
    public IReadOnlyList<int> For(int thread) => _groups[thread % _groups.Length];

    /// <summary>The cores that this process may use: those of the machine, less what taskset or a container takes away.</summary>
    public static IReadOnlyList<int> Available =>
        OperatingSystem.IsLinux() ? ThreadPlacement.GetCores() : [.. Enumerable.Range(0, Environment.ProcessorCount)];

    /// <summary>Reads "0,1 2,3"; a range is written 0-3. False, and why, for anything else or a core named twice.</summary>
    /// <param name="text">The text.</param>
    /// <param name="available">Cores that may be named, ascending, as <see cref="Available"/> has them.</param>
    /// <param name="groups">The groups.</param>
    /// <param name="error">What is wrong.</param>
    public static bool TryParse(
        string text, IReadOnlyList<int> available, [NotNullWhen(true)] out CoreGroups? groups, [NotNullWhen(false)] out string? error)
    {
        groups = null;
        List<int[]> found = [];
        HashSet<int> seen = [];
        foreach (string part in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            List<int> cores = [];
            foreach (string item in part.Split(','))
            {
                if (!TryParseRange(item, out int first, out int last))
                {
                    error = $"'{item}' is not a core or a range of cores; write groups of cores such as \"0,1 2,3\" or \"0-3 4-7\".";
                    return false;
                }

                for (int core = first; core <= last; core++)
                {
                    if (!available.Contains(core))
                    {
                        error = $"core {core} is not one that this process may use, which are {Ranges(available)}.";
                        return false;
                    }

                    if (!seen.Add(core))
                    {
                        error = $"core {core} is named twice.";
                        return false;
                    }

                    cores.Add(core);
                }
            }

            found.Add([.. cores]);
        }

        if (found.Count == 0)
        {
            error = "no core is named; write groups of cores such as \"0,1 2,3\".";
            return false;
        }

        groups = new CoreGroups([.. found]);
        error = null;
        return true;
    }

    public override string ToString() => string.Join(' ', _groups.Select(group => string.Join(',', group)));

    private static string Ranges(IReadOnlyList<int> cores)
    {
        List<string> ranges = [];
        for (int i = 0; i < cores.Count;)
        {
            int first = i;
            while (++i < cores.Count && cores[i] == cores[i - 1] + 1)
            {
            }

            ranges.Add(i - first == 1 ? $"{cores[first]}" : $"{cores[first]}-{cores[i - 1]}");
        }

        return string.Join(',', ranges);
    }

    private static bool TryParseRange(string text, out int first, out int last)
    {
        int dash = text.IndexOf('-', StringComparison.Ordinal);
        last = -1;
        bool numbers = dash < 0
            ? TryParseCore(text, out first)
            : TryParseCore(text[..dash], out first) & TryParseCore(text[(dash + 1)..], out last);
        last = dash < 0 ? first : last;
        return numbers && first <= last;
    }

    // Bounded here so that a range cannot be long.
    private static bool TryParseCore(string text, out int core) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out core) && core < 1 << 20;
}
