namespace Autonomys.Cli.Commands;

/// <summary>The user's data directory for this program, by the conventions of the platform (XDG on Linux).</summary>
internal static class DataDirectory
{
    public static string Path { get; } = System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "autonomys-farmer");
}
