namespace Autonomys.Gpu.Tools;

/// <summary>One stage of a check: right or wrong, and how long it took.</summary>
/// <param name="Device">The device's name.</param>
/// <param name="Stage">What was computed.</param>
/// <param name="Wrong">What was not as it should be; null when all was right.</param>
/// <param name="Fastest">Shortest time of one round, with its copies to and from the device.</param>
/// <param name="Rounds">Rounds that were timed; the first one, which compiles, is not.</param>
/// <param name="Operations">Operations that a round takes by count, not by measurement.</param>
/// <param name="Unit">What these operations are.</param>
/// <param name="Bytes">Bytes that a round moves between host and device, by count.</param>
public sealed record GpuCheckResult(
    string Device, string Stage, string? Wrong, TimeSpan Fastest, int Rounds, long Operations, string Unit, long Bytes);
