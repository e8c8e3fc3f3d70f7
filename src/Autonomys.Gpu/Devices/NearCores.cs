using Autonomys.Farming.Plotting;

namespace Autonomys.Gpu.Devices;

/// <summary>Which cores the threads that serve a device stay on, and with them the memory that they are the first to touch.</summary>
internal static class NearCores
{
    private const int MostCores = 1024;

    /// <summary>Those near the device, of those that the process may use; none when threads are to stay where they are.</summary>
    /// <param name="near">As Linux lists them, "0-15,32-47"; null when it is not known.</param>
    /// <param name="allowed">Cores of the process: numactl, taskset or a container may have chosen, and that holds.</param>
    public static IReadOnlyList<int> Choose(string? near, IReadOnlyList<int> allowed)
    {
        if (near is null || !CoreGroups.TryParse(near, [.. Enumerable.Range(0, MostCores)], out CoreGroups? groups, out _))
        {
            return [];
        }

        int[] both = [.. groups.For(0).Intersect(allowed).Order()];
        return both.Length == allowed.Count ? [] : both;
    }
}
