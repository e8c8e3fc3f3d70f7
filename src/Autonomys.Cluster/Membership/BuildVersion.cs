using System.Reflection;

namespace Autonomys.Cluster.Membership;

/// <summary>What a component calls the program that it is: the release, and the beginning of the commit that it was built from.</summary>
internal static class BuildVersion
{
    private const int CommitDigits = 7;

    public static string Text { get; } =
        Short(typeof(BuildVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown");

    /// <summary>The version that a build carries, with a commit of as many digits as a table has room for; built without a repository it has none.</summary>
    internal static string Short(string version)
    {
        int end = version.IndexOf('+', StringComparison.Ordinal) + 1 + CommitDigits;
        return end <= CommitDigits || end >= version.Length ? version : version[..end];
    }
}
