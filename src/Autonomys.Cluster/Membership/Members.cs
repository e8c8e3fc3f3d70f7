using System.Collections.Concurrent;
using System.Diagnostics;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Messaging;

namespace Autonomys.Cluster.Membership;

/// <summary>Who is in the cluster now: tells of this component, and listens to the others.</summary>
/// <remarks>
/// Each component writes a value every <see cref="Heartbeat"/>; it counts as gone <see cref="Lifetime"/> after the last one that
/// arrived here, by this machine's clock, so that clocks need not agree.
/// </remarks>
public sealed class Members(IClusterBus bus, IFarmerEvents events)
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(3);
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(12);

    private const string Bucket = "members";

    private readonly ConcurrentDictionary<string, (MemberInfo Info, long ToldAt)> _members = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _tellNow = new(0);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Called with what a component of this process tells of itself, each time.</summary>
    public Action<MemberInfo>? Told { get; set; }

    /// <summary>Ends when every live member had the time to be heard.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Live members with this role, by id.</summary>
    public IReadOnlyList<MemberInfo> Of(MemberRole role) => [.. All.Where(member => member.Role == role)];

    /// <summary>All live members, by role and id.</summary>
    public IReadOnlyList<MemberInfo> All =>
        [.. _members.Values.Where(member => Stopwatch.GetElapsedTime(member.ToldAt) < Lifetime)
            .Select(member => member.Info)
            .OrderBy(member => member.Role)
            .ThenBy(member => member.Id, StringComparer.Ordinal)];

    public MemberInfo? Find(string id) =>
        _members.TryGetValue(id, out (MemberInfo Info, long ToldAt) member) && Stopwatch.GetElapsedTime(member.ToldAt) < Lifetime ? member.Info : null;

    /// <summary>All members that the bucket holds now.</summary>
    /// <exception cref="BusException">The servers do not answer.</exception>
    public static async Task<IReadOnlyList<MemberInfo>> ReadAsync(IClusterBus bus, CancellationToken cancellationToken)
    {
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, Lifetime, cancellationToken).ConfigureAwait(false);
        return
        [
            .. (await bucket.ListAsync(cancellationToken).ConfigureAwait(false))
                .Select(entry => ClusterJson.TryDecode<MemberInfo>(entry.Value!.Value.Span, out _))
                .OfType<MemberInfo>()
                .OrderBy(member => member.Role)
                .ThenBy(member => member.Id, StringComparer.Ordinal),
        ];
    }

    /// <summary>Has the next value written at once: something changed that others wait for.</summary>
    public void TellNow() => _tellNow.Release();

    /// <summary>Listens until cancelled.</summary>
    public async Task ListenAsync(CancellationToken cancellationToken)
    {
        Task settling = SettleAsync(cancellationToken);
        await BusExtensions.RepeatAsync(
            "Listening to members",
            async () =>
            {
                IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, Lifetime, cancellationToken).ConfigureAwait(false);
                await foreach (BucketEntry entry in bucket.WatchAsync(cancellationToken).ConfigureAwait(false))
                {
                    Take(entry);
                }
            },
            events,
            cancellationToken).ConfigureAwait(false);
        await settling.ConfigureAwait(false);
    }

    /// <summary>Tells of this component until cancelled, then that it left.</summary>
    public async Task TellAsync(Func<MemberInfo> self, CancellationToken cancellationToken)
    {
        string? key = null;
        try
        {
            await BusExtensions.RepeatAsync(
                "Telling the cluster of this component",
                async () =>
                {
                    IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, Lifetime, cancellationToken).ConfigureAwait(false);
                    while (true)
                    {
                        MemberInfo info = self();
                        key = info.Id;
                        Told?.Invoke(info);
                        await bucket.PutAsync(key, ClusterJson.Encode(info), cancellationToken).ConfigureAwait(false);
                        await _tellNow.WaitAsync(Heartbeat, cancellationToken).ConfigureAwait(false);
                    }
                },
                events,
                cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await LeaveAsync(key).ConfigureAwait(false);
        }
    }

    private async Task LeaveAsync(string? key)
    {
        if (key is null)
        {
            return;
        }

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(1));
        try
        {
            IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, Lifetime, limit.Token).ConfigureAwait(false);
            await bucket.DeleteAsync(key, limit.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is BusException or OperationCanceledException)
        {
            // The others find out by its silence.
        }
    }

    private async Task SettleAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(Heartbeat + TimeSpan.FromSeconds(1), cancellationToken).ConfigureAwait(false);
        _settled.TrySetResult();
    }

    private void Take(BucketEntry entry)
    {
        if (entry.Value is not { } value)
        {
            _members.TryRemove(entry.Key, out _);
        }
        else if (ClusterJson.TryDecode<MemberInfo>(value.Span, out string? why) is { } member)
        {
            _members[entry.Key] = (member, Stopwatch.GetTimestamp());
        }
        else
        {
            events.Report(new MessageSkipped($"members.{entry.Key}", why ?? ""));
        }
    }
}
