using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Autonomys.Cluster.Tools;

/// <summary>What this machine's own network stack gives: bytes from one socket to another, and nothing done with them.</summary>
public static class LoopbackCopy
{
    private const int BlockSize = 1 << 20;
    private const int Slices = 4;

    /// <summary>Copies for this long, in slices: each has sockets and memory of its own, whose places make a difference of a third.</summary>
    public static async Task<LoopbackRate> MeasureAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        // What is compiled and grown at first belongs to nobody's speed.
        await CopyAsync(duration / Slices, cancellationToken).ConfigureAwait(false);
        LoopbackRate rate = new(0, 0, 0);
        for (int slice = 0; slice < Slices; slice++)
        {
            rate += await CopyAsync(duration / Slices, cancellationToken).ConfigureAwait(false);
        }

        return rate;
    }

    private static async Task<LoopbackRate> CopyAsync(TimeSpan duration, CancellationToken cancellationToken)
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
        return new LoopbackRate(bytes / 1e6, seconds, used);
    }
}

/// <summary>A plain copy.</summary>
/// <param name="Megabytes">10^6 bytes.</param>
/// <param name="Seconds">Their time.</param>
/// <param name="ProcessorSeconds">Processor time of sender and receiver together.</param>
public sealed record LoopbackRate(double Megabytes, double Seconds, double ProcessorSeconds)
{
    public double MegabytesPerSecond => Megabytes / Seconds;

    public double MegabytesPerProcessorSecond => Megabytes / ProcessorSeconds;

    public static LoopbackRate operator +(LoopbackRate left, LoopbackRate right) =>
        new(left.Megabytes + right.Megabytes, left.Seconds + right.Seconds, left.ProcessorSeconds + right.ProcessorSeconds);
}
