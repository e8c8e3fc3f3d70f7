using System.Globalization;
using Autonomys.Cluster.Events;

namespace Autonomys.Cli.Output;

/// <summary>One plain log line per event: for files, supervisors and pipes.</summary>
internal sealed class LineReporter(TextWriter output) : IEventReporter
{
    private readonly Lock _lock = new();
    private int _lastGenesisPercent = -10;

    public void Report(FarmerEvent farmerEvent)
    {
        if (EventLine.For(farmerEvent) is not var (level, text) || IsTooSoon(farmerEvent))
        {
            return;
        }

        lock (_lock)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{farmerEvent.Time.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ} {level,5} autonomys_farmer: {text}"));
            output.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>The 300 or so steps of the genesis segment would bury the rest: a line per ten percent.</summary>
    private bool IsTooSoon(FarmerEvent farmerEvent)
    {
        if (farmerEvent is not GenesisArchiving genesis)
        {
            return false;
        }

        int percent = 100 * genesis.Done / Math.Max(1, genesis.Total);
        lock (_lock)
        {
            if (percent < _lastGenesisPercent + 10 && genesis.Done != genesis.Total)
            {
                return true;
            }

            _lastGenesisPercent = percent;
            return false;
        }
    }
}
