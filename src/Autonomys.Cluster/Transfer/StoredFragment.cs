using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Where a fragment lies that is to be sent: in memory, or in a file that was not read yet. Disposed when it was sent.</summary>
internal sealed class StoredFragment : IDisposable
{
    private readonly FileStream? _file;

    /// <summary>A fragment in memory.</summary>
    public StoredFragment(ReadOnlyMemory<byte> bytes, Blake3Hash checksum) => (Bytes, Length, Checksum) = (bytes, bytes.Length, checksum);

    /// <summary>A fragment in a file, which is disposed with it.</summary>
    /// <param name="file">Opened for asynchronous reading.</param>
    /// <param name="offset">Of its first byte.</param>
    /// <param name="length">Bytes of it; the file has them.</param>
    /// <param name="checksum">What was stored with it; whoever receives the bytes compares them.</param>
    public StoredFragment(FileStream file, long offset, int length, Blake3Hash checksum) =>
        (_file, Offset, Length, Checksum) = (file, offset, length, checksum);

    /// <summary>The bytes, where there is no <see cref="File"/>.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    public FileStream? File => _file;

    public long Offset { get; }

    public int Length { get; }

    /// <summary>See <see cref="FragmentAddress.Checksum"/>.</summary>
    public Blake3Hash Checksum { get; }

    public void Dispose() => _file?.Dispose();
}
