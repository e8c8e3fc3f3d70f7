using Autonomys.Cluster.Events;

namespace Autonomys.Cli.Output;

/// <summary>One JSON object a line, for programs.</summary>
internal sealed class JsonReporter(TextWriter output) : IEventReporter
{
    private readonly Lock _lock = new();

    public void Report(FarmerEvent farmerEvent)
    {
        string line = FarmerEventJson.Line(farmerEvent);
        lock (_lock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
