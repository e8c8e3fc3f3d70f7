namespace Autonomys.Farming.Benchmarks;

/// <summary>A measurement: how many of what, and how long each took.</summary>
/// <param name="Unit">What was counted: records, sectors, solutions.</param>
/// <param name="Count">How many, in all rounds together.</param>
/// <param name="Rounds">Time on the clock of each round, ascending; at least one.</param>
/// <param name="Elapsed">Time on the clock in all.</param>
/// <param name="ProcessorTime">Time of the processor in all threads of this process; the figure to compare on a busy machine.</param>
public sealed record BenchmarkResult(
    string Unit, int Count, IReadOnlyList<TimeSpan> Rounds, TimeSpan Elapsed, TimeSpan ProcessorTime)
{
    public TimeSpan ElapsedEach => Count == 0 ? TimeSpan.Zero : Elapsed / Count;

    public TimeSpan ProcessorTimeEach => Count == 0 ? TimeSpan.Zero : ProcessorTime / Count;

    /// <summary>Counted things per second on the clock.</summary>
    public double PerSecond => Elapsed > TimeSpan.Zero ? Count / Elapsed.TotalSeconds : 0;

    /// <summary>The median round: the lower of the two in the middle.</summary>
    public TimeSpan Median => Rounds[(Rounds.Count - 1) / 2];

    public TimeSpan Fastest => Rounds[0];

    public TimeSpan Slowest => Rounds[^1];
}
