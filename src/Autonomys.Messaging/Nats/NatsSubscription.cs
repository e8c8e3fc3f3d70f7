using System.Runtime.CompilerServices;
using NATS.Client.Core;

namespace Autonomys.Messaging.Nats;

/// <summary>A NATS subscription; subjects are told without the cluster's prefix.</summary>
internal sealed class NatsSubscription(INatsSub<byte[]> subscription, int prefixLength) : IBusSubscription
{
    public async IAsyncEnumerable<BusMessage> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (NatsMsg<byte[]> message in subscription.Msgs.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            Func<ReadOnlyMemory<byte>, CancellationToken, Task>? reply = message.ReplyTo is null
                ? null
                : (body, token) =>
                {
                    NatsBus.RequireSmall(message.Subject, body);
                    return NatsBus.GuardAsync(() => message.ReplyAsync(body.ToArray(), cancellationToken: token).AsTask(), token);
                };
            yield return new BusMessage(message.Subject[prefixLength..], message.Data, reply);
        }
    }

    public ValueTask DisposeAsync() => subscription.DisposeAsync();
}
