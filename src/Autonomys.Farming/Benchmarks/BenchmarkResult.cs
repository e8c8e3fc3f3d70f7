namespace Autonomys.Farming.Benchmarks;

/// <summary>A measurement: how many of what, and how long each took.</summary>
/// <param name="Unit">What was counted: records, sectors, solutions.</param>
/// <param name="Count">How many.</param>
/// <param name="Elapsed">Time on the clock in all.</param>
/// <param name="ProcessorTime">Time of the processor in all threads of this process; the figure to compare on a busy machine.</param>
public sealed record BenchmarkResult(string Unit, int Count, TimeSpan Elapsed, TimeSpan ProcessorTime)
{
    public TimeSpan ElapsedEach => Count == 0 ? TimeSpan.Zero : Elapsed / Count;

    public TimeSpan ProcessorTimeEach => Count == 0 ? TimeSpan.Zero : ProcessorTime / Count;
}
