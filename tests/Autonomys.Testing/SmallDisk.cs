using System.Diagnostics;

namespace Autonomys.Testing;

/// <summary>A file system in memory that is soon full, which only root can mount.</summary>
public sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    /// <summary>Where it is mounted.</summary>
    public string Path { get; }

    /// <summary>Why tests that need one are skipped.</summary>
    public static string Missing => "A small disk for this test needs Linux, root, and permission to mount a tmpfs.";

    /// <summary>Null where it cannot be had.</summary>
    public static SmallDisk? TryMount(int kibibytes)
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            return null;
        }

        string path = Directory.CreateTempSubdirectory("autonomys-small-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kibibytes}k", "autonomys-test", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    public void Dispose()
    {
        // Lazily: a handle that a failed test has left open must not keep it.
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
