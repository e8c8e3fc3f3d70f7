using System.Text;

namespace Autonomys.Cluster.Setup;

/// <summary>Where generated files are written: all of them or none, and nothing of others without being asked.</summary>
public sealed class OutputDirectory(string path)
{
    private const string Unfinished = ".unfinished";

    /// <summary>Writes what is new or has changed.</summary>
    /// <param name="files">All that the directory is to have.</param>
    /// <param name="replace">Whether files with other content may be replaced.</param>
    /// <returns>What became of each, in the same order.</returns>
    /// <exception cref="ClusterException">Files with other content are there and must stay; nothing was written.</exception>
    /// <exception cref="IOException">Nothing was written, unless the machine failed between the last renames.</exception>
    public IReadOnlyList<WrittenFile> Write(IReadOnlyList<GeneratedFile> files, bool replace)
    {
        ArgumentNullException.ThrowIfNull(files);
        WrittenFile[] result = [.. files.Select(file => new WrittenFile(file.Path, Compare(file)))];
        string[] kept = [.. result.Where(file => file.Change == FileChange.Replaced).Select(file => file.Path)];
        if (kept.Length > 0 && !replace)
        {
            throw new ClusterException(
                $"{path} has files with other content, and nothing was written: {string.Join(", ", kept)}. "
                + "They are of another cluster file, or were changed by hand: replace them with --force, or choose another --output.");
        }

        GeneratedFile[] changed = [.. files.Where((_, i) => result[i].Change != FileChange.Unchanged)];

        // First everything beside its place, where a full disk or a missing right does no harm; then only renames are left.
        List<string> staged = [];
        try
        {
            foreach (GeneratedFile file in changed)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file.Path))!);
                staged.Add(PathOf(file.Path) + Unfinished);
                using FileStream stream = new(staged[^1], FileMode.Create, FileAccess.Write);
                stream.Write(Encoding.UTF8.GetBytes(file.Content));
                stream.Flush(flushToDisk: true);
            }

            foreach (GeneratedFile file in changed)
            {
                File.Move(PathOf(file.Path) + Unfinished, PathOf(file.Path), overwrite: true);
            }
        }
        catch
        {
            foreach (string file in staged)
            {
                File.Delete(file);
            }

            throw;
        }

        return result;
    }

    /// <summary>Configurations of machines that the directory has and that <paramref name="files"/> does not name any more.</summary>
    public IReadOnlyList<string> FindLeftovers(IReadOnlyList<GeneratedFile> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        HashSet<string> known = [.. files.Select(file => file.Path)];
        return
        [
            .. Directory.EnumerateFiles(path, "*.conf", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(file => IsOurs(file) && !known.Contains(file))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsOurs(string file) => file.Split('/') is [_, ClusterFiles.NatsConfigurationName] or [_, ClusterFiles.SupervisorDirectory, _];

    private FileChange Compare(GeneratedFile file) =>
        !File.Exists(PathOf(file.Path)) ? FileChange.Created
        : File.ReadAllText(PathOf(file.Path)) == file.Content ? FileChange.Unchanged
        : FileChange.Replaced;

    private string PathOf(string file) => Path.Combine(path, file);
}
