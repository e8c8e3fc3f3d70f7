namespace Autonomys.Cluster.Farming;

/// <summary>Candidates of all farms, best distance first: the one most likely to make a block is proven while there is time.</summary>
public sealed class ProofQueue
{
    /// <summary>More candidates than a machine can prove before they are over; the worst are dropped first.</summary>
    private const int Capacity = 256;

    private readonly Lock _lock = new();
    private readonly SortedSet<Entry> _jobs = new(Entry.ByDistance);
    private readonly SemaphoreSlim _available = new(0);
    private long _sequence;

    /// <summary>Adds a candidate; returns one that had to give way, or null.</summary>
    public ProofJob? Add(ProofJob job)
    {
        ProofJob? dropped = null;
        lock (_lock)
        {
            _jobs.Add(new Entry(job, _sequence++));
            if (_jobs.Count > Capacity)
            {
                Entry worst = _jobs.Max;
                _jobs.Remove(worst);
                dropped = worst.Job;
            }
        }

        if (dropped is null)
        {
            _available.Release();
        }

        return dropped;
    }

    /// <summary>Takes the best candidate, waiting for one.</summary>
    public async Task<ProofJob> TakeAsync(CancellationToken cancellationToken)
    {
        await _available.WaitAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            Entry best = _jobs.Min;
            _jobs.Remove(best);
            return best.Job;
        }
    }

    private readonly record struct Entry(ProofJob Job, long Sequence)
    {
        public static IComparer<Entry> ByDistance { get; } = Comparer<Entry>.Create(static (left, right) =>
        {
            int byDistance = left.Job.Candidate.BestDistance.CompareTo(right.Job.Candidate.BestDistance);
            return byDistance != 0 ? byDistance : left.Sequence.CompareTo(right.Sequence);
        });

    }
}
