using System.Buffers;
using System.Net.WebSockets;
using System.Threading.Channels;

namespace Autonomys.DevChain.Rpc;

/// <summary>One WebSocket client: reads messages, answers them concurrently, and writes answers and notifications in one queue.</summary>
internal sealed class RpcWebSocketConnection(WebSocket socket, RpcDispatcher dispatcher, RpcLimits limits)
{
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing = Channel.CreateBounded<ReadOnlyMemory<byte>>(
        new BoundedChannelOptions(limits.MessageBufferPerConnection) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>Serves the client until it leaves or <paramref name="cancellationToken"/> is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        RpcConnectionSubscriptions subscriptions = new(limits, (message, token) => _outgoing.Writer.WriteAsync(message, token));
        Task writing = WriteAsync(stop.Token);
        try
        {
            await ReadAsync(subscriptions, stop.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException)
        {
            // The client or the server goes away: nothing is owed any more.
        }
        finally
        {
            await subscriptions.DisposeAsync();
            _outgoing.Writer.TryComplete();
            await stop.CancelAsync();
            await writing;
        }
    }

    private async Task ReadAsync(RpcConnectionSubscriptions subscriptions, CancellationToken cancellationToken)
    {
        using SemaphoreSlim slots = new(limits.ConcurrentCallsPerConnection);
        ArrayBufferWriter<byte> message = new();
        try
        {
            while (socket.State == WebSocketState.Open)
            {
                bool oversized = false;
                message.ResetWrittenCount();
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(message.GetMemory(16 * 1024), cancellationToken);
                    oversized |= message.WrittenCount + received.Count > limits.MaxRequestBytes;
                    if (!oversized)
                    {
                        message.Advance(received.Count);
                    }
                }
                while (!received.EndOfMessage && received.MessageType != WebSocketMessageType.Close);

                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellationToken);
                    return;
                }

                if (oversized)
                {
                    // The rest of the message was read and dropped without being kept.
                    byte[] refusal = RpcResponse.Error(null, RpcErrorException.OversizedRequest(limits.MaxRequestBytes));
                    await _outgoing.Writer.WriteAsync(refusal, cancellationToken);
                    continue;
                }

                await slots.WaitAsync(cancellationToken);
                _ = AnswerAsync(message.WrittenMemory.ToArray(), subscriptions, slots, cancellationToken);
            }
        }
        finally
        {
            // Every answer holds a slot, so owning all slots means that none is still at work.
            for (int i = 0; i < limits.ConcurrentCallsPerConnection; i++)
            {
                await slots.WaitAsync(CancellationToken.None);
            }
        }
    }

    private async Task AnswerAsync(byte[] message, RpcConnectionSubscriptions subscriptions, SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Yield();
            RpcMessageScope scope = new(subscriptions);
            if (await dispatcher.DispatchAsync(message, scope, cancellationToken) is { } answer)
            {
                await _outgoing.Writer.WriteAsync(answer, cancellationToken);
            }

            scope.Release();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ChannelClosedException)
        {
            // The connection ends: the answer has nobody to go to.
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (ReadOnlyMemory<byte> message in _outgoing.Reader.ReadAllAsync(cancellationToken))
            {
                await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // A client that cannot be written to is gone; closing the queue tells the answering side.
            _outgoing.Writer.TryComplete();
            socket.Abort();
        }
    }
}
