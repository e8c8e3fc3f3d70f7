using System.Collections.Concurrent;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Devices;

/// <summary>
/// A device at work of one kind, on a watched thread for each lane. When it fails, hangs or is found wrong it is left for good, which is told
/// once, and its user goes on without it. Any number of callers.
/// </summary>
internal sealed class DeviceWorker<TLane> : IDisposable
    where TLane : class, IDisposable
{
    private readonly string _name;
    private readonly string _noun;
    private readonly long _size;
    private readonly TimeSpan _patience;
    private readonly Action<string> _warning;
    private readonly List<WatchedThread<TLane>> _lanes = [];
    private readonly ConcurrentStack<WatchedThread<TLane>> _free = [];
    private readonly SemaphoreSlim _turns;
    private int _isLeft;

    /// <summary>Takes <paramref name="device"/> over, makes room on it, and sees whether its first result is right.</summary>
    /// <param name="device">The device; disposed of with this, also when this throws.</param>
    /// <param name="work">What it does; prepared.</param>
    /// <param name="patience">How long it may take.</param>
    /// <param name="warning">Told once, when it is left.</param>
    /// <exception cref="DeviceException">It has too little memory left, does not answer, hangs, or computes wrongly.</exception>
    public DeviceWorker(ComputeDevice device, IDeviceWork<TLane> work, DevicePatience patience, Action<string> warning)
    {
        _name = device.Name;
        _noun = work.Noun;
        _size = work.Size;
        _patience = patience.Work;
        _warning = warning;
        _turns = new SemaphoreSlim(work.Lanes);
        try
        {
            TLane? first = null;
            while (_lanes.Count < work.Lanes)
            {
                TLane? opened = null;
                Translated(() => _lanes.Add(new WatchedThread<TLane>(
                    _name, $"a {_noun}", device.Cores, () => opened = work.Open(device, first), patience.Start, first is null ? device.Dispose : null)));
                first ??= opened;
            }

            bool isRight = false;
            Translated(() => _lanes[0].Run(lane => isRight = work.IsRight(lane), patience.Start));
            if (!isRight)
            {
                throw new DeviceException(
                    DeviceFailure.Wrong,
                    $"{_name} makes wrong {_noun}s: update its driver; if that does not help, the card or its memory is broken or overclocked.");
            }

            _free.PushRange([.. _lanes]);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public string Name => _name;

    public int Lanes => _lanes.Count;

    /// <summary>Uses a lane, once one is free.</summary>
    /// <returns>False when the device is left, now or before: nothing that was made counts.</returns>
    public bool TryRun(Action<TLane> use, CancellationToken cancellationToken)
    {
        _turns.Wait(cancellationToken);
        WatchedThread<TLane>? lane = null;
        try
        {
            if (_isLeft != 0 || !_free.TryPop(out lane))
            {
                return false;
            }

            Translated(() => lane.Run(use, _patience));
            return true;
        }
        catch (DeviceException exception)
        {
            // The lane is not for anybody any more.
            lane = null;
            Leave(exception.Message);
            return false;
        }
        finally
        {
            if (lane is not null)
            {
                _free.Push(lane);
            }

            _turns.Release();
        }
    }

    /// <summary>Asks the device for nothing more.</summary>
    public void Leave(string why)
    {
        if (Interlocked.Exchange(ref _isLeft, 1) == 0)
        {
            _warning($"{why} From now on the processor makes the {_noun}s. {DeviceRules.HowToGetItBack}");
        }
    }

    public void Dispose()
    {
        // The first lane owns what the others use.
        for (int i = _lanes.Count - 1; i >= 0; i--)
        {
            _lanes[i].Dispose();
        }

        _turns.Dispose();
    }

    private void Translated(Action action)
    {
        try
        {
            action();
        }
        catch (AcceleratorException exception)
        {
            throw DeviceException.Of(_name, $"{_noun}s", _size, exception);
        }
    }
}
