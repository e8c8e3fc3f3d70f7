using System.Net.Sockets;

namespace Autonomys.Cluster.Transfer;

/// <summary>Sends fragments to a socket that nobody else sends to.</summary>
internal sealed class FragmentSender : IDisposable
{
    private const int LinuxTcpLevel = 6;
    private const int LinuxTcpCork = 3;

    private readonly Socket _socket;
    private readonly byte[] _reply = new byte[FragmentReply.Size];
    private readonly SocketAsyncEventArgs _file = new();
    private TaskCompletionSource? _sent;

    public FragmentSender(Socket socket)
    {
        _socket = socket;
        _file.Completed += (_, _) => Complete();
        if (OperatingSystem.IsLinux())
        {
            // A reply and the first bytes after it leave together: else the client would be woken for each.
            socket.SetRawSocketOption(LinuxTcpLevel, LinuxTcpCork, BitConverter.GetBytes(1));
        }
    }

    /// <summary>Sends a fragment, or that there is none.</summary>
    /// <exception cref="SocketException">The client is gone, or the file could not be read.</exception>
    public async ValueTask SendAsync(StoredFragment? fragment, CancellationToken cancellationToken)
    {
        (fragment is null ? FragmentReply.Absent : new FragmentReply(fragment.Length, fragment.Checksum)).Write(_reply);
        await SendAsync(_reply, cancellationToken).ConfigureAwait(false);
        if (fragment is { File: { } file })
        {
            await SendAsync(new SendPacketsElement(file, fragment.Offset, fragment.Length)).ConfigureAwait(false);
        }
        else if (fragment is not null)
        {
            await SendAsync(fragment.Bytes, cancellationToken).ConfigureAwait(false);
        }

        // Sends what waits to fill a packet, see tcp(7).
        _socket.NoDelay = true;
    }

    public void Dispose() => _file.Dispose();

    private async ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            bytes = bytes[await _socket.SendAsync(bytes, SocketFlags.None, cancellationToken).ConfigureAwait(false)..];
        }
    }

    private Task SendAsync(SendPacketsElement element)
    {
        _sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _file.SendPacketsElements = [element];
        if (!_socket.SendPacketsAsync(_file))
        {
            Complete();
        }

        return _sent.Task;
    }

    private void Complete()
    {
        if (_file.SocketError == SocketError.Success)
        {
            _sent!.SetResult();
        }
        else
        {
            _sent!.SetException(new SocketException((int)_file.SocketError));
        }
    }
}
