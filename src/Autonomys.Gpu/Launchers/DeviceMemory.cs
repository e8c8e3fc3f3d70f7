using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>What a launcher owns on a device: disposed of together, the last first.</summary>
/// <remarks>
/// A constructor fills one in a <c>using</c> and ends with <see cref="Keep"/>: where the device has no room for the last buffer, the first are freed.
/// </remarks>
internal sealed class DeviceMemory(Accelerator accelerator) : IDisposable
{
    private readonly Stack<IDisposable> _owned = [];

    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public ArrayView<T> Room<T>(long length)
        where T : unmanaged => Add(accelerator.Allocate1D<T>(length)).View;

    /// <summary>Room that holds <paramref name="values"/>.</summary>
    /// <exception cref="AcceleratorException">The device has too little memory left.</exception>
    public ArrayView<T> Copy<T>(T[] values)
        where T : unmanaged => Add(accelerator.Allocate1D(values)).View;

    /// <summary>Memory of the host that the device copies from and to without anybody's help.</summary>
    /// <exception cref="AcceleratorException">The host has too little memory left that can be locked.</exception>
    public PageLockedArray1D<T> HostRoom<T>(long length)
        where T : unmanaged => Add(accelerator.AllocatePageLocked1D<T>(length));

    public TOwned Add<TOwned>(TOwned owned)
        where TOwned : IDisposable
    {
        _owned.Push(owned);
        return owned;
    }

    /// <summary>The same, in other hands: this one disposes of nothing any more.</summary>
    public DeviceMemory Keep()
    {
        DeviceMemory kept = new(accelerator);
        foreach (IDisposable owned in _owned.Reverse())
        {
            kept._owned.Push(owned);
        }

        _owned.Clear();
        return kept;
    }

    public void Dispose()
    {
        while (_owned.TryPop(out IDisposable? owned))
        {
            owned.Dispose();
        }
    }
}
