using Autonomys.DevChain.Blocks;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;

namespace Autonomys.DevChain.Import;

/// <summary>A file that was found in history.</summary>
/// <param name="Name">Its relative name, parts separated by '/'.</param>
/// <param name="Length">Its full length in bytes.</param>
/// <param name="Problem">Why it was not written; null when it was written and equals what was imported.</param>
public sealed record ExportedFile(string Name, ulong Length, string? Problem);

/// <summary>Finds imported files in the chain's blocks and writes them out again, bit for bit.</summary>
/// <remarks>
/// Blocks are foreign data: a name that would leave the target folder is refused, and a file appears under its name only when all of its
/// bytes are there and match its hash. Until then it lies in the folder's <c>.autonomys-export</c>.
/// </remarks>
public sealed class ImportedHistory : IDisposable
{
    private const string PartialFolder = ".autonomys-export";

    private readonly string _folder;
    private readonly Dictionary<string, Partial> _partials = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ExportedFile> _results = new(StringComparer.Ordinal);

    /// <param name="folder">Where files are written; created when it is missing.</param>
    public ImportedHistory(string folder)
    {
        _folder = Path.GetFullPath(folder);
        Directory.CreateDirectory(Path.Combine(_folder, PartialFolder));
    }

    /// <summary>Bytes of imported files found so far.</summary>
    public ulong BytesFound { get; private set; }

    /// <summary>Takes the archived form of the next block; false when the bytes are not a block.</summary>
    public bool Add(ReadOnlySpan<byte> encodedBlock)
    {
        ScaleReader reader = new(encodedBlock);
        if (!SignedBlock.TryDecode(ref reader, out SignedBlock? block))
        {
            return false;
        }

        foreach (byte[] extrinsic in block.Extrinsics)
        {
            if (Extrinsics.TryReadImport(extrinsic, out ImportedChunk? chunk))
            {
                Add(chunk);
            }
        }

        return true;
    }

    /// <summary>Ends the export: what was found, by name. Files whose end is missing are named with their problem and removed.</summary>
    public IReadOnlyList<ExportedFile> Finish()
    {
        foreach ((string name, Partial partial) in _partials)
        {
            _results[name] = new(name, partial.Length, $"only the first {partial.Written} of {partial.Length} bytes are in the history");
        }

        Dispose();
        return [.. _results.Values.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    /// <summary>Removes what is not complete.</summary>
    public void Dispose()
    {
        _partials.Clear();
        string partials = Path.Combine(_folder, PartialFolder);
        if (Directory.Exists(partials))
        {
            Directory.Delete(partials, recursive: true);
        }
    }

    /// <summary>Whether a name stays below the folder on every system.</summary>
    internal static bool IsSafeName(string name) =>
        name.Length is > 0 and <= 4096
        && name.IndexOfAny(['\\', ':', '\0']) < 0
        && name.Split('/') is var parts
        && parts.All(part => part.Length is > 0 and <= 255 && part is not ("." or ".."))
        && !parts[0].Equals(PartialFolder, StringComparison.OrdinalIgnoreCase);

    private void Add(ImportedChunk chunk)
    {
        if (!IsSafeName(chunk.Name))
        {
            _results[chunk.Name] = new(chunk.Name, chunk.FileLength, "its name would leave the folder");
            return;
        }

        if (chunk.Offset == 0)
        {
            Restart(chunk);
        }

        if (!_partials.TryGetValue(chunk.Name, out Partial? partial))
        {
            return;
        }

        if (partial.Hash != chunk.FileHash || partial.Length != chunk.FileLength || partial.Written != chunk.Offset)
        {
            Drop(chunk.Name, partial, "a part of it is missing or belongs to another file");
            return;
        }

        // Opened for each part: a history may begin more files than a process may have open.
        using (FileStream file = new(partial.Path, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(chunk.Data.Span);
        }

        BytesFound += (ulong)chunk.Data.Length;
        partial.Hasher.Update(chunk.Data.Span);
        partial.Written += (ulong)chunk.Data.Length;
        if (partial.Written == partial.Length)
        {
            Complete(chunk.Name, partial);
        }
    }

    /// <summary>A file that begins again is a newer import under the same name: the last one counts.</summary>
    private void Restart(ImportedChunk chunk)
    {
        string path = Path.Combine(_folder, PartialFolder, Blake3.Hash(System.Text.Encoding.UTF8.GetBytes(chunk.Name)).ToString());
        File.Delete(path);
        _partials[chunk.Name] = new Partial(path, chunk.FileLength, chunk.FileHash);
    }

    private void Complete(string name, Partial partial)
    {
        if (partial.Hasher.Finish() != partial.Hash)
        {
            Drop(name, partial, "its bytes do not match its hash");
            return;
        }

        _partials.Remove(name);
        string target = Path.Combine(_folder, name.Replace('/', Path.DirectorySeparatorChar));
        if (FindLink(name) is { } link)
        {
            _results[name] = new(name, partial.Length, $"{link} is a link");
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Move(partial.Path, target, overwrite: true);
            _results[name] = new(name, partial.Length, null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // One name may be a folder of another: the rest of the history is not lost for it.
            _results[name] = new(name, partial.Length, exception.Message);
        }
    }

    /// <summary>A link on the way would lead out of the folder.</summary>
    private string? FindLink(string name)
    {
        string path = _folder;
        foreach (string part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
            {
                return path;
            }
        }

        return null;
    }

    private void Drop(string name, Partial partial, string problem)
    {
        _partials.Remove(name);
        _results[name] = new(name, partial.Length, problem);
    }

    private sealed class Partial(string path, ulong length, Blake3Hash hash)
    {
        public Blake3Hasher Hasher = Blake3Hasher.Create();

        public string Path => path;

        public ulong Length => length;

        public Blake3Hash Hash => hash;

        public ulong Written { get; set; }
    }
}
