using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Autonomys.Cluster.Tools;

/// <summary>What this machine's own network stack gives: bytes from one socket to another, and nothing done with them.</summary>
public static class LoopbackCopy
{
    private const int BlockSize = 1 << 20;

    /// <summary>Copies for this long.</summary>
    public static async Task<LoopbackRate> MeasureAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        using TcpClient sender = new();
        await sender.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancellationToken).ConfigureAwait(false);
        using TcpClient receiver = await listener.AcceptTcpClientAsync(cancellationToken).ConfigureAwait(false);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task sending = Task.Run(
            async () =>
            {
                byte[] block = new byte[BlockSize];
                while (!ended.IsCancellationRequested)
                {
                    await sender.GetStream().WriteAsync(block, ended.Token).ConfigureAwait(false);
                }
            },
            CancellationToken.None);
        byte[] buffer = new byte[BlockSize];
        long bytes = 0;
        TimeSpan usedBefore = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(started) < duration)
        {
            bytes += await receiver.GetStream().ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        double used = (Environment.CpuUsage.TotalTime - usedBefore).TotalSeconds;
        await ended.CancelAsync().ConfigureAwait(false);
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new LoopbackRate(bytes / 1e6 / seconds, bytes / 1e6 / used);
    }
}

/// <summary>Speed of a plain copy.</summary>
/// <param name="MegabytesPerSecond">10^6 bytes a second.</param>
/// <param name="MegabytesPerProcessorSecond">10^6 bytes for each second of processor time of sender and receiver together.</param>
public sealed record LoopbackRate(double MegabytesPerSecond, double MegabytesPerProcessorSecond);
