namespace Autonomys.Gpu.Devices;

/// <summary>A device that encodes records.</summary>
internal interface IRecordDevice : IDisposable
{
    /// <summary>As messages have it.</summary>
    string Name { get; }

    /// <summary>Cores for the threads that serve it; none when they are to stay where they are.</summary>
    IReadOnlyList<int> Cores { get; }

    /// <summary>Makes room for one more record.</summary>
    /// <exception cref="DeviceException">The device has no memory left for it, or does not answer.</exception>
    IRecordLane OpenLane();
}
