namespace Autonomys.Gpu.Devices;

/// <summary>Why a device did not give a record.</summary>
internal enum DeviceFailure
{
    /// <summary>The record has a bucket with more entries than are kept. Not the device's fault.</summary>
    BucketOverflow,

    /// <summary>Its memory is full.</summary>
    OutOfMemory,

    /// <summary>It answers with errors, or not at all any more.</summary>
    Lost,

    /// <summary>It did not finish within the watchdog's time.</summary>
    Hung,

    /// <summary>It gave other bytes than the processor.</summary>
    Wrong,
}
