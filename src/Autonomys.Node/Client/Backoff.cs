namespace Autonomys.Node.Client;

/// <summary>Pauses between attempts: each twice as long as the one before, with a little chance so that many clients spread out.</summary>
internal sealed class Backoff(TimeSpan min, TimeSpan max, TimeProvider timeProvider)
{
    private TimeSpan? _next;

    public void Reset() => _next = null;

    public Task DelayAsync(CancellationToken cancellationToken)
    {
        TimeSpan next = _next ?? min;
        TimeSpan delay = next * (0.75 + (0.5 * Random.Shared.NextDouble()));
        _next = next > max / 2 ? max : 2 * next;
        return Task.Delay(delay, timeProvider, cancellationToken);
    }
}
