using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Autonomys.Node.Tests;

/// <summary>Listens where a node would, and does to each connection what the test says; the last word holds for all that follow.</summary>
internal sealed class HostileNode : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<Connection, Task>[] _behaviours;
    private readonly Task _accepting;
    private int _accepted;

    public HostileNode(params Func<Connection, Task>[] behaviours)
    {
        _behaviours = behaviours;
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    public Uri Url => new($"ws://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Connections so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(_ended.Token);
            int number = Interlocked.Increment(ref _accepted);
            _connections.Add(Task.Run(async () =>
            {
                using TcpClient held = client;
                await using Connection connection = new(client.GetStream(), _ended.Token);
                await _behaviours[Math.Min(number, _behaviours.Length) - 1](connection);
            }));
        }
    }

    /// <summary>One connection, as bytes or, after the handshake, as messages.</summary>
    internal sealed class Connection(NetworkStream stream, CancellationToken ended) : IAsyncDisposable
    {
        private WebSocket? _socket;

        /// <summary>Does nothing until the end of the test; the connection stays open.</summary>
        public Task HangAsync() => Task.Delay(Timeout.Infinite, ended);

        public Task SendBytesAsync(params byte[] bytes) => stream.WriteAsync(bytes, ended).AsTask();

        public Task SendTextBytesAsync(string text) => SendBytesAsync(Encoding.ASCII.GetBytes(text));

        /// <summary>Answers the request for a WebSocket.</summary>
        public async Task ShakeHandsAsync()
        {
            StringBuilder head = new();
            byte[] one = new byte[1];
            while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                await stream.ReadExactlyAsync(one, ended);
                head.Append((char)one[0]);
            }

            string key = head.ToString().Split("\r\n").Single(line => line.StartsWith("Sec-WebSocket-Key:", StringComparison.OrdinalIgnoreCase))
                .Split(':', 2)[1].Trim();

            // The constant of RFC 6455, section 1.3.
#pragma warning disable CA5350 // What the protocol asks for.
            string accept = Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
            await SendTextBytesAsync(
                $"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {accept}\r\n\r\n");
            _socket = WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { IsServer = true });
        }

        public Task SendAsync(string message) =>
            _socket!.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, ended);

        /// <summary>The next call: its id and method.</summary>
        public async Task<(int Id, string Method)> ReceiveAsync()
        {
            byte[] buffer = new byte[64 * 1024];
            int length = 0;
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket!.ReceiveAsync(buffer.AsMemory(length), ended);
                length += part.Count;
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                throw new EndOfStreamException();
            }

            using JsonDocument message = JsonDocument.Parse(buffer.AsMemory(0, length));
            return (message.RootElement.GetProperty("id").GetInt32(), message.RootElement.GetProperty("method").GetString()!);
        }

        public Task AnswerAsync(int id, string result) => SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"result":{{result}}}""");

        public Task RefuseAsync(int id, int code, string message) =>
            SendAsync($$$"""{"jsonrpc":"2.0","id":{{{id}}},"error":{"code":{{{code}}},"message":"{{{message}}}"}}""");

        public Task NotifyAsync(string method, string subscription, string result) =>
            SendAsync($$$"""{"jsonrpc":"2.0","method":"{{{method}}}","params":{"subscription":{{{subscription}}},"result":{{{result}}}}}""");

        public ValueTask DisposeAsync()
        {
            _socket?.Dispose();
            return default;
        }
    }
}
