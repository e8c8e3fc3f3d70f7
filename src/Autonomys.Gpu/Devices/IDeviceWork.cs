using ILGPU.Runtime;

namespace Autonomys.Gpu.Devices;

/// <summary>A kind of work that a device does beside encoding records.</summary>
/// <typeparam name="TLane">Room on the device for one result at a time.</typeparam>
internal interface IDeviceWork<TLane>
    where TLane : class, IDisposable
{
    /// <summary>What is made, for messages: "proof".</summary>
    string Noun { get; }

    /// <summary>Results in the making at once.</summary>
    int Lanes { get; }

    /// <summary>Device memory that all lanes take, in bytes.</summary>
    long Size { get; }

    /// <summary>What takes the processor long and no device is watched for: called once there is a device.</summary>
    void Prepare();

    /// <summary>Makes room on a device, on the thread that will use it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="first">The device's first lane, which is closed last: what it has, others need not make; null for itself.</param>
    /// <exception cref="AcceleratorException">The device has too little memory left, or does not answer.</exception>
    TLane Open(ComputeDevice device, TLane? first);

    /// <summary>Has the lane make something that the processor made too.</summary>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    bool IsRight(TLane lane);
}
