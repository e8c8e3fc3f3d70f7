namespace Autonomys.Cli.Commands;

/// <summary>Where things go that nobody gave a place: the user's data directory ($XDG_DATA_HOME, or ~/.local/share).</summary>
internal static class DataDirectory
{
    public static string Path(params ReadOnlySpan<string> parts)
    {
        string root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return System.IO.Path.Combine([root.Length > 0 ? root : Environment.CurrentDirectory, "autonomys-farmer", .. parts]);
    }
}
