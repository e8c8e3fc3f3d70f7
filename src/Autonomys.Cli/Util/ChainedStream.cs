namespace Autonomys.Cli.Util;

/// <summary>One stream after another, for reading once; both stay the caller's.</summary>
internal sealed class ChainedStream(Stream first, Stream second) : Stream
{
    private bool _firstEnded;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = _firstEnded ? 0 : first.Read(buffer);
        _firstEnded |= read == 0 && buffer.Length > 0;
        return read > 0 || !_firstEnded ? read : second.Read(buffer);
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int read = _firstEnded ? 0 : await first.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        _firstEnded |= read == 0 && buffer.Length > 0;
        return read > 0 || !_firstEnded ? read : await second.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
