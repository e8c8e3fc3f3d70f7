using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Autonomys.DevChain.Tests;

/// <summary>A WebSocket as bare as can be, so that what is on the wire is what is tested.</summary>
internal sealed class RpcClient : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonElement> _waiting = [];

    public static async Task<RpcClient> ConnectAsync(Uri url)
    {
        RpcClient client = new();
        await client._socket.ConnectAsync(url, default);
        return client;
    }

    public Task SendAsync(string text) => _socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, true, default);

    /// <summary>Sends a call with id 1 and returns the whole answer; notifications that come before it are kept.</summary>
    public async Task<string> CallAsync(string method, string parameters = "[]")
    {
        await SendAsync($$"""{"jsonrpc":"2.0","id":1,"method":"{{method}}","params":{{parameters}}}""");
        while (true)
        {
            string text = await ReceiveTextAsync();
            JsonElement message = Parse(text);
            if (!message.TryGetProperty("method", out _))
            {
                return text;
            }

            _waiting.Enqueue(message);
        }
    }

    public async Task<JsonElement> ResultAsync(string method, string parameters = "[]") =>
        Parse(await CallAsync(method, parameters)).GetProperty("result");

    public async Task<(int Code, string Message)> ErrorAsync(string method, string parameters = "[]")
    {
        JsonElement error = Parse(await CallAsync(method, parameters)).GetProperty("error");
        return (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!);
    }

    /// <summary>The item of the next notification of this name.</summary>
    public async Task<JsonElement> NotificationAsync(string method)
    {
        while (true)
        {
            JsonElement message = _waiting.Count > 0 ? _waiting.Dequeue() : Parse(await ReceiveTextAsync());
            if (message.TryGetProperty("method", out JsonElement name) && name.ValueEquals(method))
            {
                return message.GetProperty("params").GetProperty("result");
            }
        }
    }

    public async Task<string> ReceiveTextAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        using MemoryStream text = new();
        byte[] buffer = new byte[65536];
        WebSocketReceiveResult received;
        do
        {
            received = await _socket.ReceiveAsync(buffer, limit.Token);
            text.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);

        return Encoding.UTF8.GetString(text.ToArray());
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonElement Parse(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
