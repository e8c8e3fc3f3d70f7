using Autonomys.Gpu.Devices;

namespace Autonomys.Gpu.Tests.Devices;

/// <summary>Work that does what it is told on devices that it numbers in the order in which they are opened.</summary>
internal sealed class FakeWork : IDeviceWork<FakeWork.Lane>
{
    private readonly List<ComputeDevice> _devices = [];

    public string Noun => "number";

    public int Lanes { get; init; } = 1;

    public long Size => 7 << 20;

    /// <summary>What happens before lane n of device n is open; both from 0.</summary>
    public Action<int, int> Opening { get; init; } = (_, _) => { };

    /// <summary>Whether the first result of device n is right.</summary>
    public Func<int, bool> Right { get; init; } = _ => true;

    public int Prepared { get; private set; }

    /// <summary>The lanes in the order in which they were closed.</summary>
    public List<Lane> Closed { get; } = [];

    public List<Lane> Opened { get; } = [];

    public void Prepare() => Prepared++;

    public Lane Open(ComputeDevice device, Lane? first)
    {
        if (first is null)
        {
            _devices.Add(device);
        }

        int number = first is null ? 0 : Opened.Count(lane => lane.Device == _devices.Count - 1);
        Opening(_devices.Count - 1, number);
        Lane opened = new(this, _devices.Count - 1, number, first);
        Opened.Add(opened);
        return opened;
    }

    public bool IsRight(Lane lane) => Right(lane.Device);

    internal sealed class Lane(FakeWork work, int device, int number, Lane? first) : IDisposable
    {
        public int Device => device;

        public int Number => number;

        public Lane? First => first;

        public void Dispose() => work.Closed.Add(this);
    }
}
