namespace Autonomys.Gpu.Launchers;

/// <summary>Buffers that are freed again unless all of them could be had.</summary>
internal sealed class PartialBuffers : IDisposable
{
    private readonly List<IDisposable> _buffers = [];

    public TBuffer Add<TBuffer>(TBuffer buffer)
        where TBuffer : IDisposable
    {
        _buffers.Add(buffer);
        return buffer;
    }

    public void Keep() => _buffers.Clear();

    /// <summary>Keeps them, for another to free.</summary>
    public void MoveTo(PartialBuffers other)
    {
        other._buffers.AddRange(_buffers);
        _buffers.Clear();
    }

    public void Dispose() => _buffers.ForEach(buffer => buffer.Dispose());
}
