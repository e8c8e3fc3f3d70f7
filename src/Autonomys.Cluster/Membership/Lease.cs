using System.Text;
using Autonomys.Cluster.Events;
using Autonomys.Messaging;

namespace Autonomys.Cluster.Membership;

/// <summary>The right to do a piece of work that one component does at a time; it ends within seconds of its holder's death.</summary>
public sealed class Lease : IAsyncDisposable
{
    private const string Bucket = "leases";
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(2);

    private readonly IKeyValueBucket _bucket;
    private readonly string _name;
    private readonly byte[] _holder;
    private readonly IFarmerEvents _events;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _renewing;

    private Lease(IKeyValueBucket bucket, string name, byte[] holder, ulong revision, IFarmerEvents events)
    {
        _bucket = bucket;
        _name = name;
        _holder = holder;
        _events = events;
        _renewing = Task.Run(() => RenewAsync(revision));
    }

    /// <summary>Waits for the lease; null when <paramref name="isDone"/> says meanwhile that the work needs nobody any more.</summary>
    public static async Task<Lease?> AcquireAsync(
        IClusterBus bus, string name, string holder, Func<bool> isDone, IFarmerEvents events, CancellationToken cancellationToken)
    {
        byte[] value = Encoding.UTF8.GetBytes(holder);
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, Lifetime, cancellationToken).ConfigureAwait(false);
        while (!isDone())
        {
            if (await bucket.TryCreateAsync(name, value, cancellationToken).ConfigureAwait(false) is { } revision)
            {
                return new Lease(bucket, name, value, revision, events);
            }

            await Task.Delay(RenewInterval, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    /// <summary>Whether another may hold it now.</summary>
    public bool IsLost => _renewing.IsCompleted;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _renewing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1));
        await _bucket.DeleteAsync(_name, limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Keeps it alive. Whoever loses it, by a long silence, goes on: the work is only done twice then, not wrongly.</summary>
    private async Task RenewAsync(ulong revision)
    {
        while (true)
        {
            await Task.Delay(RenewInterval, _stop.Token).ConfigureAwait(false);
            try
            {
                if (await _bucket.TryUpdateAsync(_name, _holder, revision, _stop.Token).ConfigureAwait(false) is not { } next)
                {
                    _events.Report(new Warning($"The lease {_name} was lost: this component was silent for too long, another does the same work."));
                    return;
                }

                revision = next;
            }
            catch (BusException)
            {
                // Tried again with the next turn: while the servers change, nobody else gets the lease either.
            }
        }
    }
}
