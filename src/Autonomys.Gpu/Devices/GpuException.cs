namespace Autonomys.Gpu.Devices;

/// <summary>Devices cannot be used as asked: the message says why and what to do.</summary>
public sealed class GpuException(string message) : Exception(message);
