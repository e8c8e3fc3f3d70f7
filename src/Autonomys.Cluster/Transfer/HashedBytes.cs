using Autonomys.Primitives.Hashing;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Cluster.Transfer;

/// <summary>Bytes with their BLAKE3, so that nobody on their way has to hash them again; disposed by whoever has them last.</summary>
/// <param name="bytes">The bytes.</param>
/// <param name="hash">Their BLAKE3.</param>
/// <param name="owner">Of the memory, when it is pooled.</param>
internal sealed class HashedBytes(ReadOnlyMemory<byte> bytes, Blake3Hash hash, IDisposable? owner = null) : IDisposable
{
    /// <summary>Bytes that are hashed while they are still in the processor's cache: a part of the hash tree.</summary>
    internal const int BlockSize = 128 << 10;

    public ReadOnlyMemory<byte> Bytes => bytes;

    public Blake3Hash Hash => hash;

    /// <summary>Hashes bytes that no pool owns.</summary>
    public static HashedBytes Of(ReadOnlyMemory<byte> bytes) => new(bytes, Blake3.Hash(bytes.Span));

    /// <summary>Hashes pooled bytes, and takes them over.</summary>
    public static HashedBytes Of(PooledBytes bytes) => new(bytes.Memory, Blake3.Hash(bytes.Memory.Span), bytes);

    /// <summary>Fills a buffer from a file, and hashes the first bytes of it block by block as they come.</summary>
    /// <param name="file">Where from.</param>
    /// <param name="offset">Of the first byte.</param>
    /// <param name="buffer">Filled whole.</param>
    /// <param name="hashed">How many of its bytes are hashed.</param>
    /// <exception cref="EndOfStreamException">The file is too short; part of the buffer was written.</exception>
    /// <exception cref="IOException">The disk failed.</exception>
    public static Blake3Hash Read(SafeFileHandle file, long offset, Memory<byte> buffer, int hashed)
    {
        ArrivingBytes bytes = new(buffer, hashed);
        while (!bytes.IsWhole)
        {
            int read = RandomAccess.Read(file, bytes.Next.Span, offset + bytes.Arrived);
            bytes.Add(read > 0 ? read : throw new EndOfStreamException($"The file ends at byte {offset + bytes.Arrived}."));
        }

        return bytes.Finish();
    }

    /// <summary>Reads straight into place, and hashes what came while it is still in the processor's cache.</summary>
    /// <exception cref="IOException">The stream ended or failed.</exception>
    public static async Task<Blake3Hash> ReceiveAsync(Stream stream, Memory<byte> body, CancellationToken cancellationToken)
    {
        ArrivingBytes bytes = new(body);
        while (!bytes.IsWhole)
        {
            int read = await stream.ReadAsync(bytes.Next, cancellationToken).ConfigureAwait(false);
            bytes.Add(read > 0 ? read : throw new EndOfStreamException($"the body ended after {bytes.Arrived} of {body.Length} bytes"));
        }

        return bytes.Finish();
    }

    /// <summary>Waits for what nobody wants any more, and gives its memory back; what failed had none, or gave it back itself.</summary>
    public static async Task DisposeAllAsync(IEnumerable<Task<HashedBytes>> unwanted)
    {
        foreach (Task<HashedBytes> task in unwanted)
        {
            await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (task.IsCompletedSuccessfully)
            {
                (await task.ConfigureAwait(false)).Dispose();
            }
        }
    }

    public void Dispose() => owner?.Dispose();
}
