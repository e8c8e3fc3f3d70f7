using System.Globalization;
using System.Text;
using System.Text.Json;
using Autonomys.Farming.Benchmarks;

namespace Autonomys.Cli.Output;

/// <summary>A measurement as lines for people or one JSON object.</summary>
/// <param name="Name">plot, audit or prove.</param>
/// <param name="Farm">The farm's directory; null for none.</param>
/// <param name="Way">How it was done: threads, way of reading.</param>
/// <param name="Result">What was measured.</param>
/// <param name="Meaning">A sentence on what it means for a farm; null for none.</param>
internal sealed record BenchmarkReport(string Name, string? Farm, string Way, BenchmarkResult Result, string? Meaning)
{
    public void Write(TextWriter output, bool json)
    {
        if (json)
        {
            output.WriteLine(Json());
            return;
        }

        output.WriteLine($"{Name}{(Farm is null ? "" : " " + Farm)}, {Way}");
        output.WriteLine(Text($"  rate       {Result.PerSecond:G4} {Result.Unit} a second"));
        output.WriteLine(Text($"  a round    {Time(Result.Median)} median of {Result.Rounds.Count}, {Time(Result.Fastest)} to {Time(Result.Slowest)}"));
        output.WriteLine(Text($"  processor  {Time(Result.ProcessorTimeEach)} for each of {Result.Count} {Result.Unit}"));
        if (Meaning is not null)
        {
            output.WriteLine($"  {Meaning}");
        }
    }

    /// <summary>A time in the unit that suits it.</summary>
    internal static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 0.001 => Text($"{time.TotalMicroseconds:F1} µs"),
        < 1 => Text($"{time.TotalMilliseconds:F2} ms"),
        < 120 => Text($"{time.TotalSeconds:F2} s"),
        _ => Text($"{time.TotalMinutes:F1} min"),
    };

    private string Json()
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("benchmark", Name);
            if (Farm is not null)
            {
                writer.WriteString("farm", Farm);
            }

            writer.WriteString("way", Way);
            writer.WriteString("unit", Result.Unit);
            writer.WriteNumber("count", Result.Count);
            writer.WriteNumber("rounds", Result.Rounds.Count);
            writer.WriteNumber("perSecond", Result.PerSecond);
            writer.WriteNumber("medianSeconds", Result.Median.TotalSeconds);
            writer.WriteNumber("fastestSeconds", Result.Fastest.TotalSeconds);
            writer.WriteNumber("slowestSeconds", Result.Slowest.TotalSeconds);
            writer.WriteNumber("processorSecondsEach", Result.ProcessorTimeEach.TotalSeconds);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
