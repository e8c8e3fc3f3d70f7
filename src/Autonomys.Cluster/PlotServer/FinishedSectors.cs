using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Cluster.PlotServer;

/// <summary>Sectors under the base path that wait for their farms; they survive any crash.</summary>
/// <remarks>
/// A sector is three files: `ID.sector`, `ID.metadata`, and last `ID.json` with the job and the sector's BLAKE3. Only with the last
/// one, which is renamed into its place after the others were flushed, it counts.
/// </remarks>
internal sealed class FinishedSectors
{
    private const string JobSuffix = ".json";
    private const string SectorSuffix = ".sector";
    private const string MetadataSuffix = ".metadata";

    private readonly string _directory;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, PlotJobState> _jobs = new(StringComparer.Ordinal);

    private FinishedSectors(string directory) => _directory = directory;

    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _jobs.Count;
            }
        }
    }

    public IReadOnlyList<PlotJobState> All
    {
        get
        {
            lock (_lock)
            {
                return [.. _jobs.Values];
            }
        }
    }

    /// <summary>Finds what an earlier run finished, and removes what it did not; what a newer release finished stays for it.</summary>
    public static FinishedSectors Open(string basePath)
    {
        string directory = Path.Combine(basePath, "sectors");
        Directory.CreateDirectory(directory);
        FinishedSectors finished = new(directory);
        HashSet<string> foreign = new(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(directory, "*" + JobSuffix).ToArray())
        {
            byte[] description = File.ReadAllBytes(file);
            PlotJobState? state = ClusterJson.TryDecode<PlotJobState>(description, out _);
            if (state is null && ClusterJson.IsNewer(description))
            {
                foreign.Add(Path.GetFileNameWithoutExtension(file));
            }
            else if (state is not null && state.Job.Id + JobSuffix == Path.GetFileName(file) && finished.IsWhole(state.Job))
            {
                finished._jobs[state.Job.Id] = state;
            }
        }

        foreach (string file in Directory.EnumerateFiles(directory).ToArray())
        {
            string id = Path.GetFileName(file).Split('.')[0];
            if ((!finished._jobs.ContainsKey(id) && !foreign.Contains(id)) || file.EndsWith(".new", StringComparison.Ordinal))
            {
                File.Delete(file);
            }
        }

        return finished;
    }

    public PlotJobState? Find(string id)
    {
        lock (_lock)
        {
            return _jobs.GetValueOrDefault(id);
        }
    }

    /// <summary>Puts a sector onto the disk; when this returns, it survives a crash.</summary>
    /// <exception cref="IOException">The disk is full or failed; nothing is left.</exception>
    public PlotJobState Add(PlotJob job, string server, EncodedSector sector, CancellationToken cancellationToken)
    {
        try
        {
            Blake3Hash hash;
            using (FileStream file = Create(PathOf(job.Id, SectorSuffix)))
            {
                file.SetLength(sector.Size);
                HashingStream hashing = new(file);
                sector.WriteTo(hashing, cancellationToken);
                hash = hashing.Finish();
                file.Flush(flushToDisk: true);
            }

            using (FileStream file = Create(PathOf(job.Id, MetadataSuffix)))
            {
                file.Write(sector.Metadata.ToBytes());
                file.Flush(flushToDisk: true);
            }

            PlotJobState state = new(job, PlotJobStage.Finished) { Server = server, SectorHash = hash.ToString() };
            string description = PathOf(job.Id, JobSuffix);
            using (FileStream file = Create(description + ".new"))
            {
                file.Write(ClusterJson.Encode(state));
                file.Flush(flushToDisk: true);
            }

            File.Move(description + ".new", description, overwrite: true);
            lock (_lock)
            {
                _jobs[job.Id] = state;
            }

            return state;
        }
        catch
        {
            Remove(job.Id);
            throw;
        }
    }

    /// <summary>Bytes of a sector; null when it is not here, or has no such bytes.</summary>
    public HashedBytes? Read(string id, long offset, int length)
    {
        if (Find(id) is null)
        {
            return null;
        }

        using SafeFileHandle file = File.OpenHandle(PathOf(id, SectorSuffix), share: FileShare.ReadWrite | FileShare.Delete);
        if (offset < 0 || length <= 0 || offset > RandomAccess.GetLength(file) || length > RandomAccess.GetLength(file) - offset)
        {
            return null;
        }

        PooledBytes bytes = PooledBytes.Rent(length);
        try
        {
            return new HashedBytes(bytes.Memory, HashedBytes.Read(file, offset, bytes.Memory, length), bytes);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    public byte[]? ReadMetadata(string id) => Find(id) is null ? null : File.ReadAllBytes(PathOf(id, MetadataSuffix));

    /// <summary>How long ago it was finished; also right after a restart.</summary>
    public TimeSpan Age(string id) => DateTime.UtcNow - File.GetLastWriteTimeUtc(PathOf(id, JobSuffix));

    /// <summary>Frees the space; false when it was not here.</summary>
    public bool Remove(string id)
    {
        lock (_lock)
        {
            bool known = _jobs.Remove(id);

            // The description first: without it the others are leftovers.
            File.Delete(PathOf(id, JobSuffix));
            File.Delete(PathOf(id, MetadataSuffix));
            File.Delete(PathOf(id, SectorSuffix));
            return known;
        }
    }

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);

    private bool IsWhole(PlotJob job) =>
        new FileInfo(PathOf(job.Id, SectorSuffix)) is { Exists: true } sector
        && sector.Length == SectorLayout.SectorSize(job.PiecesInSector)
        && new FileInfo(PathOf(job.Id, MetadataSuffix)) is { Exists: true, Length: SectorMetadata.EncodedSize };

    private string PathOf(string id, string suffix) => Path.Combine(_directory, id + suffix);

    /// <summary>Passes bytes on and hashes them.</summary>
    private sealed class HashingStream(Stream output) : Stream
    {
        private Blake3Hasher _hasher = Blake3Hasher.Create();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => output.Length;

        public override long Position
        {
            get => output.Position;
            set => throw new NotSupportedException();
        }

        public Blake3Hash Finish() => _hasher.Finish();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            _hasher.Update(buffer);
            output.Write(buffer);
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
