using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Autonomys.Cluster.Membership;

/// <summary>Names of components: random, and kept in the component's directory where it has one.</summary>
internal static partial class ComponentId
{
    private const int RandomBytes = 8;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>The name in the directory's file `component-id`, made when missing.</summary>
    public static string Load(string directory)
    {
        string path = Path.Combine(directory, "component-id");
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { } known && Form().IsMatch(known))
        {
            return known;
        }

        string made = New();
        File.WriteAllText(path + ".new", made + "\n");
        File.Move(path + ".new", path, overwrite: true);
        return made;
    }

    [GeneratedRegex("^[0-9a-f]{16}$")]
    private static partial Regex Form();
}
