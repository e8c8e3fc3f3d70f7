namespace Autonomys.Gpu.Devices;

/// <summary>A device did not give a record.</summary>
internal sealed class DeviceException(DeviceFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    public DeviceFailure Failure { get; } = failure;
}
