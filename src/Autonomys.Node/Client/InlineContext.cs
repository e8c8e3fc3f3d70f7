namespace Autonomys.Node.Client;

/// <summary>
/// Runs what is posted at once, on the thread that reads the connection. A notification is then delivered before the next message is read:
/// in order, and never overtaken by the loss of the connection that brought it. What runs here only puts the notification into its queue.
/// </summary>
internal sealed class InlineContext : SynchronizationContext
{
    public override void Post(SendOrPostCallback d, object? state) => d(state);

    public override void Send(SendOrPostCallback d, object? state) => d(state);

    public override SynchronizationContext CreateCopy() => this;
}
