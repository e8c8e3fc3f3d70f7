namespace Autonomys.Cluster.ProofServer;

/// <summary>Asks one after the other for the same answer, the next one when the last is slow, and takes the first that comes.</summary>
internal static class Hedge
{
    /// <summary>Share of the time left after which the next one is asked too.</summary>
    private const double Share = 0.3;

    /// <summary>While all are busy: before they are asked again.</summary>
    private static readonly TimeSpan BusyPause = TimeSpan.FromMilliseconds(100);

    /// <summary>The first answer, or null when the time ended before there was one; nobody works on it after that.</summary>
    /// <param name="timeLeft">How long an answer is of use.</param>
    /// <param name="ask">Whom to ask, in turn, at this moment; one that cannot help answers null, and then the next is asked at once.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="Exception">What one of those asked throws, other than for being stopped, is an answer too.</exception>
    public static async Task<T?> FirstAsync<T>(
        Func<TimeSpan> timeLeft, Func<CancellationToken, Queue<Func<Task<T?>>>> ask, CancellationToken cancellationToken)
        where T : class
    {
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ended.CancelAfter(Left());
        List<Task<T?>> running = [];
        Queue<Func<Task<T?>>> asked = ask(ended.Token);
        try
        {
            while (true)
            {
                if (asked.TryDequeue(out Func<Task<T?>>? next))
                {
                    running.Add(next());
                }
                else if (running.Count == 0)
                {
                    await Task.Delay(BusyPause, ended.Token).ConfigureAwait(false);
                    asked = ask(ended.Token);
                    continue;
                }

                Task patience = Task.Delay(asked.Count > 0 ? Left() * Share : Timeout.InfiniteTimeSpan, ended.Token);
                Task first = await Task.WhenAny([patience, .. running]).ConfigureAwait(false);
                ended.Token.ThrowIfCancellationRequested();
                if (first is Task<T?> answered)
                {
                    running.Remove(answered);
                    if (await answered.ConfigureAwait(false) is { } answer)
                    {
                        return answer;
                    }
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            await ended.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(running.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        TimeSpan Left() => timeLeft() is { } left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }
}
