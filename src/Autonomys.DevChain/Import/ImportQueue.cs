using Autonomys.DevChain.State;
using Autonomys.Primitives.Hashing;

namespace Autonomys.DevChain.Import;

/// <summary>
/// The files of the import path as chunks for the next blocks. What is in blocks already is known from the chain's state alone, so an import
/// goes on after a crash exactly where the last stored block ends.
/// </summary>
internal sealed class ImportQueue
{
    private const int MaxChunksPerBlock = 1000;

    private readonly List<ImportFile> _files;
    private readonly Action<DevChainEvent> _observe;
    private bool _finishedToldOf;

    private ImportQueue(List<ImportFile> files, Action<DevChainEvent> observe)
    {
        _files = files;
        _observe = observe;
        Files = files.Count;
        Bytes = files.Aggregate(0UL, (sum, file) => sum + file.Length);
    }

    /// <summary>Files in the import path.</summary>
    public int Files { get; }

    /// <summary>Their size in all.</summary>
    public ulong Bytes { get; }

    /// <summary>Nothing to import.</summary>
    public static ImportQueue Empty { get; } = new([], static _ => { }) { _finishedToldOf = true };

    /// <summary>Lists and hashes the files under a path: the file itself, or every file of a folder and its subfolders by name.</summary>
    /// <exception cref="DevChainException">The path does not exist or cannot be read.</exception>
    public static ImportQueue Open(string path, Action<DevChainEvent> observe, CancellationToken cancellationToken)
    {
        try
        {
            List<ImportFile> files = [];
            if (File.Exists(path))
            {
                files.Add(ImportFile.Open(path, Path.GetFileName(path)));
            }
            else if (Directory.Exists(path))
            {
                // Links are left out: what they point to may lie anywhere, or be the folder itself.
                EnumerationOptions options = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint };
                foreach (string file in Directory.EnumerateFiles(path, "*", options))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    files.Add(ImportFile.Open(file, Path.GetRelativePath(path, file).Replace(Path.DirectorySeparatorChar, '/')));
                }

                files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            }
            else
            {
                throw new DevChainException($"{path} cannot be imported: there is no such file or folder.");
            }

            return new ImportQueue(files, observe);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevChainException($"{path} cannot be imported: {exception.Message}", exception);
        }
    }

    /// <summary>The next chunks on top of a state, at most <paramref name="maxBytes"/> of file contents in all.</summary>
    public IReadOnlyList<ImportedChunk> Next(ChainState state, int maxBytes)
    {
        List<ImportedChunk> chunks = [];
        int left = maxBytes;
        foreach (ImportFile file in _files.ToArray())
        {
            ulong offset = state.Imports.TryGetValue(file.Name, out ImportProgress progress) && progress.FileHash == file.Hash ? progress.NextOffset : 0;
            bool isStarted = offset > 0 || (state.Imports.ContainsKey(file.Name) && progress.FileHash == file.Hash);
            if (isStarted && offset >= file.Length)
            {
                _files.Remove(file);
                continue;
            }

            if (left == 0 || chunks.Count == MaxChunksPerBlock)
            {
                break;
            }

            int length = (int)Math.Min((ulong)left, file.Length - offset);
            byte[] data = new byte[length];
            if (file.Read(data, offset) is { } problem)
            {
                _files.Remove(file);
                _observe(new FileImportFailed(file.Name, problem));
                continue;
            }

            chunks.Add(new ImportedChunk(file.Name, file.Length, offset, file.Hash, data));
            left -= length;
        }

        if (_files.Count == 0 && !_finishedToldOf)
        {
            _finishedToldOf = true;
            _observe(new ImportFinished(Files, Bytes));
        }

        return chunks;
    }

    /// <summary>A file with the hash that it had when the import began.</summary>
    private sealed record ImportFile(string Path, string Name, ulong Length, Blake3Hash Hash, DateTime WrittenUtc)
    {
        public static ImportFile Open(string path, string name)
        {
            Blake3Hasher hasher = Blake3Hasher.Create();
            byte[] buffer = new byte[1024 * 1024];
            DateTime written = File.GetLastWriteTimeUtc(path);
            ulong length = 0;
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            for (int read = stream.Read(buffer); read > 0; read = stream.Read(buffer))
            {
                hasher.Update(buffer.AsSpan(0, read));
                length += (ulong)read;
            }

            return new ImportFile(path, name, length, hasher.Finish(), written);
        }

        /// <summary>Fills the buffer; a sentence when the file is not the one that was hashed any more.</summary>
        public string? Read(Span<byte> buffer, ulong offset)
        {
            try
            {
                using FileStream stream = new(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
                if (stream.Length != (long)Length || File.GetLastWriteTimeUtc(Path) != WrittenUtc)
                {
                    return "the file changed since the import began; start the node again to import the new contents";
                }

                stream.Position = (long)offset;
                stream.ReadExactly(buffer);
                return null;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return exception.Message;
            }
        }
    }
}
