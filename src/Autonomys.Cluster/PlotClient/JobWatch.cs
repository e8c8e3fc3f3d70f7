using System.Collections.Concurrent;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.PlotServer;

namespace Autonomys.Cluster.PlotClient;

/// <summary>Wakes whoever waits for a job when its state changes; one listener for all jobs of the client.</summary>
internal sealed class JobWatch(JobBoard board, IFarmerEvents events)
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _waiting = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.Ordinal);

    public Task RunAsync(CancellationToken cancellationToken) => board.Bucket.WatchAsync(
        "Listening to plot jobs",
        entry =>
        {
            if (_waiting.TryRemove(entry.Key, out TaskCompletionSource? waiting))
            {
                waiting.TrySetResult();
            }
        },
        events,
        cancellationToken);

    /// <summary>Ends with the next change after this call.</summary>
    public Task NextChange(string id) => _waiting.GetOrAdd(id, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>This process put the attempt into the queue itself.</summary>
    public void NoteAsked(string attemptId) => _asked[attemptId] = true;

    public bool IsAsked(string attemptId) => _asked.ContainsKey(attemptId);
}
