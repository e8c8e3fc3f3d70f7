using System.Net;
using System.Net.Sockets;

namespace Autonomys.Testing;

/// <summary>A TCP link to a port of this machine that a test cuts and heals, as a pulled cable does: nobody is told, and nothing is lost that TCP keeps.</summary>
public sealed class CuttableLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly Lock _lock = new();
    private readonly HashSet<Socket> _sockets = [];
    private readonly int _target;
    private readonly Task _accepting;
    private TaskCompletionSource _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="target">The port that it leads to; somebody may listen there only later.</param>
    public CuttableLink(int target)
    {
        _target = target;
        _whole.SetResult();
        _listener.Start();
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>The port that leads to the other one.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that came through, both ways: to see that a link is used at all.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    private long _bytes;

    /// <summary>From now on nothing passes, and new connections reach nobody.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            if (_whole.Task.IsCompleted)
            {
                _whole = new(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    /// <summary>What was held up passes, and everything after it.</summary>
    public void Heal()
    {
        lock (_lock)
        {
            _whole.TrySetResult();
        }
    }

    /// <summary>Ends all connections with an error, as a router does that forgot them.</summary>
    public void Reset()
    {
        lock (_lock)
        {
            foreach (Socket socket in _sockets)
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Close();
            }

            _sockets.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        Heal();
        _listener.Stop();
        Reset();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket near = Keep(await _listener.AcceptSocketAsync(_ended.Token));
            _ = Task.Run(() => CarryAsync(near));
        }
    }

    private async Task CarryAsync(Socket near)
    {
        Socket far = Keep(new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true });
        near.NoDelay = true;
        try
        {
            await WholeAsync();
            await far.ConnectAsync(IPAddress.Loopback, _target, _ended.Token);
            await Task.WhenAll(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone, or is not there: so the other learns it.
        }
        finally
        {
            Drop(near);
            Drop(far);
        }
    }

    private async Task CopyAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await from.ReceiveAsync(buffer, SocketFlags.None, _ended.Token)) > 0)
        {
            await WholeAsync();
            for (int sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), SocketFlags.None, _ended.Token);
            }

            Interlocked.Add(ref _bytes, count);
        }

        await WholeAsync();
        to.Shutdown(SocketShutdown.Send);
    }

    private Task WholeAsync()
    {
        lock (_lock)
        {
            return _whole.Task.WaitAsync(_ended.Token);
        }
    }

    private Socket Keep(Socket socket)
    {
        lock (_lock)
        {
            _sockets.Add(socket);
        }

        return socket;
    }

    private void Drop(Socket socket)
    {
        lock (_lock)
        {
            _sockets.Remove(socket);
        }

        socket.Dispose();
    }
}
