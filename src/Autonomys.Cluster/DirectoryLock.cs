namespace Autonomys.Cluster;

/// <summary>Keeps a directory for one process, as long as that lives.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Makes the directory when it is missing, and locks it.</summary>
    /// <exception cref="IOException">Another process has it, or it cannot be written to.</exception>
    public static DirectoryLock Take(string directory)
    {
        Directory.CreateDirectory(directory);
        string path = Path.Combine(directory, ".lock");
        try
        {
            return new DirectoryLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException exception) when (exception is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw new IOException($"{directory} is used by another process: give each component a directory of its own ({exception.Message})", exception);
        }
    }

    public void Dispose() => _file.Dispose();
}
