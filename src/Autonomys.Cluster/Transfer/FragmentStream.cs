using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>The client's end of a connection that fragments come over, see <see cref="FragmentStreamEndpoint"/>. One request at a time.</summary>
/// <remarks>
/// The socket blocks its thread: nobody but the kernel has to wake it, and it goes on with what has come meanwhile. Disposing it from
/// another thread ends whatever waits.
/// </remarks>
internal sealed class FragmentStream : IDisposable
{
    private const int MaxAnswer = 8192;
    private const int Switching = 101;
    private const int Unauthorized = 401;

    private readonly Socket _socket;
    private readonly byte[] _frame = new byte[FragmentReply.Size];

    private FragmentStream(Socket socket) => _socket = socket;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <summary>Whether anything was read over it.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>Connects and upgrades; null when the peer does not, and plain requests are to be used.</summary>
    /// <exception cref="TransferException">The peer refuses for another reason.</exception>
    /// <exception cref="SocketException">The peer cannot be reached.</exception>
    public static FragmentStream? Open(Uri peer, string authorization, TimeSpan timeout)
    {
        // A machine that is off lets a blocking connect wait for minutes. Never set to not blocking: the runtime does not undo that.
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using CancellationTokenSource limit = new(timeout);
        using CancellationTokenRegistration ended = limit.Token.Register(socket.Dispose);
        try
        {
            socket.Connect(peer.DnsSafeHost, peer.Port);
            socket.Send(Encoding.ASCII.GetBytes(
                $"GET {DataPlane.FragmentStream} HTTP/1.1\r\nHost: {peer.Authority}\r\nConnection: Upgrade\r\n"
                + $"Upgrade: {DataPlane.FragmentStreamProtocol}\r\nAuthorization: {authorization}\r\n\r\n"));
            int status = ReceiveStatus(socket);
            if (status == Switching)
            {
                return new FragmentStream(socket);
            }

            socket.Dispose();
            return status == Unauthorized ? throw new TransferException($"{peer} answered 401: it belongs to a cluster with another token") : null;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks, and waits for the reply.</summary>
    /// <exception cref="SocketException">The connection ended.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public FragmentReply Ask(FragmentAddress address)
    {
        Span<byte> request = _frame.AsSpan(0, FragmentAddress.Size);
        address.Write(request);
        _socket.Send(request);
        for (int received = 0; received < _frame.Length;)
        {
            received += Receive(_frame.AsSpan(received));
        }

        WasUsed = true;
        return FragmentReply.Read(_frame);
    }

    /// <summary>Reads what follows the reply into place, and hashes what came while it is still in the processor's cache.</summary>
    /// <exception cref="SocketException">The connection ended.</exception>
    /// <exception cref="IOException">The connection ended.</exception>
    public Blake3Hash Receive(Memory<byte> body)
    {
        ArrivingBytes bytes = new(body);
        while (!bytes.IsWhole)
        {
            bytes.Add(Receive(bytes.Next.Span));
        }

        return bytes.Finish();
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>Reads the head of the answer; nothing follows it before the first request unless the peer refuses.</summary>
    private static int ReceiveStatus(Socket socket)
    {
        const int StatusAt = 9;
        byte[] answer = new byte[MaxAnswer];
        int length = 0;
        while (length < answer.Length)
        {
            int read = socket.Receive(answer.AsSpan(length));
            length += read > 0 ? read : throw new EndOfStreamException("The connection ended before an answer.");
            ReadOnlySpan<byte> head = answer.AsSpan(0, length);
            int end = head.IndexOf(HeadEnd);
            if (end < 0)
            {
                continue;
            }

            if (!head.StartsWith("HTTP/1.1 "u8)
                || !int.TryParse(head.Slice(StatusAt, 3), NumberStyles.None, CultureInfo.InvariantCulture, out int status))
            {
                throw new TransferException("The answer is not HTTP/1.1.");
            }

            return status != Switching || length == end + HeadEnd.Length
                ? status
                : throw new TransferException("The peer sends before it is asked.");
        }

        throw new TransferException($"The answer has more than {MaxAnswer} bytes before its end.");
    }

    private int Receive(Span<byte> bytes) =>
        _socket.Receive(bytes) is > 0 and int read ? read : throw new EndOfStreamException("The connection ended.");
}
