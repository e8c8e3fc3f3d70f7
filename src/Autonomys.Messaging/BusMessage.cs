namespace Autonomys.Messaging;

/// <summary>A message that arrived.</summary>
/// <param name="Subject">What it was sent to.</param>
/// <param name="Body">At most <see cref="IClusterBus.MaxMessageSize"/> bytes.</param>
/// <param name="ReplyAsync">Answers it; null when the sender does not wait.</param>
public sealed record BusMessage(
    string Subject, ReadOnlyMemory<byte> Body, Func<ReadOnlyMemory<byte>, CancellationToken, Task>? ReplyAsync);
