using Autonomys.Cluster.Bus;
using Autonomys.Messaging;

namespace Autonomys.Cluster.PlotServer;

/// <summary>The state of all jobs, as plot-servers and farms write and read it.</summary>
internal sealed class JobBoard(IKeyValueBucket bucket)
{
    public static async Task<JobBoard> OpenAsync(IClusterBus bus, CancellationToken cancellationToken) =>
        new(await bus.OpenBucketAsync(PlotJob.Bucket, null, cancellationToken).ConfigureAwait(false));

    public IKeyValueBucket Bucket => bucket;

    /// <summary>All jobs there are.</summary>
    public async Task<IReadOnlyList<PlotJobState>> ListAsync(CancellationToken cancellationToken) =>
    [
        .. (await bucket.ListAsync(cancellationToken).ConfigureAwait(false))
            .Select(entry => ClusterJson.TryDecode<PlotJobState>(entry.Value!.Value.Span, out _))
            .OfType<PlotJobState>(),
    ];

    /// <summary>The job's state; null when nobody wants it any more.</summary>
    /// <exception cref="UnreadableJobException">It is there, and a newer release wrote it: this one keeps its hands off.</exception>
    public async Task<(PlotJobState State, ulong Revision)?> FindAsync(string id, CancellationToken cancellationToken)
    {
        BucketEntry? entry = await bucket.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return entry?.Value is not { } value ? null
            : ClusterJson.TryDecode<PlotJobState>(value.Span, out string? why) is { } state ? (state, entry.Revision)
            : throw new UnreadableJobException($"The state of plot job {id} cannot be read: {why}. Is another component of a newer release?");
    }

    public Task<ulong?> TryCreateAsync(PlotJobState state, CancellationToken cancellationToken) =>
        bucket.TryCreateAsync(state.Job.Id, ClusterJson.Encode(state), cancellationToken);

    public Task<ulong?> TryUpdateAsync(PlotJobState state, ulong revision, CancellationToken cancellationToken) =>
        bucket.TryUpdateAsync(state.Job.Id, ClusterJson.Encode(state), revision, cancellationToken);

    public Task RemoveAsync(string id, CancellationToken cancellationToken) => bucket.DeleteAsync(id, cancellationToken);
}
