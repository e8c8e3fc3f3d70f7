using Autonomys.Cluster.Events;
using Autonomys.Messaging;

namespace Autonomys.Cluster.Bus;

/// <summary>Typed messages over a bus.</summary>
public static class BusExtensions
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    public static Task PublishAsync<T>(this IClusterBus bus, string subject, T message, CancellationToken cancellationToken)
        where T : ClusterMessage => bus.PublishAsync(subject, ClusterJson.Encode(message), cancellationToken);

    /// <exception cref="BusException">Nobody answered, or not in words that are understood here.</exception>
    public static async Task<TResponse> RequestAsync<TRequest, TResponse>(
        this IClusterBus bus, string subject, TRequest request, TimeSpan timeout, CancellationToken cancellationToken)
        where TRequest : ClusterMessage
        where TResponse : ClusterMessage
    {
        ReadOnlyMemory<byte> answer = await bus.RequestAsync(subject, ClusterJson.Encode(request), timeout, cancellationToken)
            .ConfigureAwait(false);
        return ClusterJson.TryDecode<TResponse>(answer.Span, out string? why)
            ?? throw new BusUnavailableException($"The answer to {subject} cannot be read: {why}. Are all components of the same release?");
    }

    /// <summary>Answers requests until cancelled, each on its own; one that cannot be read is reported and passed over.</summary>
    public static Task ServeAsync<TRequest, TResponse>(
        this IClusterBus bus,
        string subject,
        string? group,
        Func<TRequest, CancellationToken, Task<TResponse>> handle,
        IFarmerEvents events,
        CancellationToken cancellationToken)
        where TRequest : ClusterMessage
        where TResponse : ClusterMessage => bus.ListenAsync(subject, group, events, cancellationToken, message =>
        {
            if (Decode<TRequest>(message, events) is { } request && message.ReplyAsync is { } reply)
            {
                _ = Task.Run(
                    async () =>
                    {
                        try
                        {
                            TResponse response = await handle(request, cancellationToken).ConfigureAwait(false);
                            await reply(ClusterJson.Encode(response), cancellationToken).ConfigureAwait(false);
                        }
                        catch (BusException exception)
                        {
                            events.Report(new Warning($"An answer to {subject} was not sent: {exception.Message}"));
                        }
                        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                        {
                            // The component ends; who asked asks another.
                        }
                    },
                    CancellationToken.None);
            }
        });

    /// <summary>Hands over each message of a subject until cancelled; the handler must not hold up the next.</summary>
    public static Task ListenAsync<T>(
        this IClusterBus bus, string subject, Action<T> handle, IFarmerEvents events, CancellationToken cancellationToken)
        where T : ClusterMessage => bus.ListenAsync(subject, null, events, cancellationToken, message =>
        {
            if (Decode<T>(message, events) is { } decoded)
            {
                handle(decoded);
            }
        });

    /// <summary>Tells every value of a bucket that is and will be, over lost connections, until cancelled.</summary>
    public static Task WatchAsync(
        this IKeyValueBucket bucket, string what, Action<BucketEntry> handle, IFarmerEvents events, CancellationToken cancellationToken) =>
        RepeatAsync(
            what,
            async () =>
            {
                await foreach (BucketEntry entry in bucket.WatchAsync(cancellationToken).ConfigureAwait(false))
                {
                    handle(entry);
                }
            },
            events,
            cancellationToken);

    /// <summary>Begins again, after growing pauses, whatever the bus ends; ends only when cancelled.</summary>
    public static Task RepeatAsync(string what, Func<Task> work, IFarmerEvents events, CancellationToken cancellationToken) =>
        RepeatAsync(what, work, events, once: false, cancellationToken);

    /// <summary>The same; with <paramref name="once"/> it ends when the work was done.</summary>
    public static async Task RepeatAsync(string what, Func<Task> work, IFarmerEvents events, bool once, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            long started = System.Diagnostics.Stopwatch.GetTimestamp();
            try
            {
                await work().ConfigureAwait(false);
                if (once)
                {
                    return;
                }
            }
            catch (BusException exception)
            {
                events.Report(new Warning($"{what}: {exception.Message} Trying again in {pause.TotalSeconds:F1} s."));
            }

            cancellationToken.ThrowIfCancellationRequested();
            pause = System.Diagnostics.Stopwatch.GetElapsedTime(started) > LongestPause ? FirstPause : pause;
            await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static Task ListenAsync(
        this IClusterBus bus, string subject, string? group, IFarmerEvents events, CancellationToken cancellationToken, Action<BusMessage> handle) =>
        RepeatAsync(
            $"Listening to {subject}",
            async () =>
            {
                IBusSubscription subscription = await bus.SubscribeAsync(subject, group, cancellationToken).ConfigureAwait(false);
                await using (subscription.ConfigureAwait(false))
                {
                    await foreach (BusMessage message in subscription.ReadAllAsync(cancellationToken).ConfigureAwait(false))
                    {
                        handle(message);
                    }
                }
            },
            events,
            cancellationToken);

    private static T? Decode<T>(BusMessage message, IFarmerEvents events)
        where T : ClusterMessage
    {
        T? decoded = ClusterJson.TryDecode<T>(message.Body.Span, out string? why);
        if (decoded is null)
        {
            events.Report(new MessageSkipped(message.Subject, why ?? ""));
        }

        return decoded;
    }
}
