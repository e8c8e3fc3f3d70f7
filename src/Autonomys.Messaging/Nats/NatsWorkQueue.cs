using NATS.Client.JetStream;

namespace Autonomys.Messaging.Nats;

/// <summary>A JetStream stream with work-queue retention and one durable consumer for all workers.</summary>
internal sealed class NatsWorkQueue(NatsJSContext jetStream, INatsJSConsumer consumer, string subject) : IWorkQueue
{
    // JetStream refuses shorter ones.
    private static readonly TimeSpan ShortestWait = TimeSpan.FromSeconds(1);

    public Task EnqueueAsync(string id, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        NatsBus.RequireSmall(subject, body);
        return NatsBus.GuardAsync(async () =>
        {
            var acknowledgement = await jetStream.PublishAsync(
                subject, body.ToArray(), opts: new NatsJSPubOpts { MsgId = id }, cancellationToken: cancellationToken).ConfigureAwait(false);
            if (!acknowledgement.Duplicate)
            {
                acknowledgement.EnsureSuccess();
            }
        }, cancellationToken);
    }

    public Task<IWorkItem?> DequeueAsync(TimeSpan wait, CancellationToken cancellationToken) => NatsBus.GuardAsync(async () =>
    {
        NatsJSNextOpts options = new() { Expires = wait < ShortestWait ? ShortestWait : wait };
        INatsJSMsg<byte[]>? message = await consumer.NextAsync<byte[]>(opts: options, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        return message is null ? null : (IWorkItem)new Item(message);
    }, cancellationToken);

    private sealed class Item(INatsJSMsg<byte[]> message) : IWorkItem
    {
        public ReadOnlyMemory<byte> Body => message.Data;

        public Task ExtendAsync(CancellationToken cancellationToken) =>
            NatsBus.GuardAsync(() => message.AckProgressAsync(cancellationToken: cancellationToken).AsTask(), cancellationToken);

        public Task CompleteAsync(CancellationToken cancellationToken) =>
            NatsBus.GuardAsync(() => message.AckAsync(new AckOpts { DoubleAck = true }, cancellationToken).AsTask(), cancellationToken);

        public Task ReleaseAsync(TimeSpan delay, CancellationToken cancellationToken) =>
            NatsBus.GuardAsync(() => message.NakAsync(new AckOpts { NakDelay = delay }, cancellationToken).AsTask(), cancellationToken);
    }
}
