using System.Text.Json;
using System.Threading.Channels;
using Autonomys.Node.Contract;

namespace Autonomys.Node.Client;

/// <summary>The notifications of one subscription, waiting to be read. A lost connection ends the channel with the reason.</summary>
internal sealed class Subscription(RpcSubscription names, JsonElement id)
{
    private const int Capacity = 1024;

    // A reader that is this far behind is better off with what is new: slots and signing requests are worth nothing after seconds.
    private readonly Channel<JsonElement> _channel = Channel.CreateBounded<JsonElement>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    public RpcSubscription Names { get; } = names;

    public JsonElement Id { get; } = id;

    public ChannelReader<JsonElement> Results => _channel.Reader;

    public void Receive(JsonElement result) => _channel.Writer.TryWrite(result);

    public void Fail(NodeException reason) => _channel.Writer.TryComplete(reason);
}
