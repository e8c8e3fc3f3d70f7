using Autonomys.Cluster.ProofServer;

namespace Autonomys.Cluster.Tests.ProofServer;

public sealed class HedgeTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);
    private readonly List<string> _asked = [];
    private int _stopped;

    [Fact]
    public async Task Who_answers_is_the_only_one_asked() =>
        Assert.Equal(("a", "a"), await FirstAsync(Long, Answer("a"), Answer("b"), Answer("local")));

    [Fact]
    public async Task Who_is_busy_gives_way_to_the_next_at_once() =>
        Assert.Equal(("local", "a b local"), await FirstAsync(Long, Busy("a"), Busy("b"), Answer("local")));

    [Fact]
    public async Task Who_is_slow_is_overtaken_and_stopped()
    {
        // Of 600 ms left, the second is asked after 180, and the third after 30% of what is left then.
        Assert.Equal(("local", "a b local"), await FirstAsync(TimeSpan.FromMilliseconds(600), Hang("a"), Hang("b"), Answer("local")));
        Assert.Equal(2, _stopped);
    }

    [Fact]
    public async Task The_first_may_still_win_after_the_second_was_asked()
    {
        TaskCompletionSource second = new();
        Assert.Equal(("a", "a b"), await FirstAsync(
            TimeSpan.FromSeconds(10),
            Ask("a", async _ =>
            {
                await second.Task;
                return "a";
            }),
            Ask("b", async token =>
            {
                second.SetResult();
                return await HangAsync(token);
            }),
            Answer("local")));
        Assert.Equal(1, _stopped);
    }

    [Fact]
    public async Task When_all_are_busy_they_are_asked_again_until_the_time_ends()
    {
        Assert.Equal((null, true), (await FirstAsync(TimeSpan.FromMilliseconds(600), Busy("a"), Busy("local"))) is var (answer, asked)
            ? (answer, asked.StartsWith("a local a local", StringComparison.Ordinal))
            : default);
    }

    [Fact]
    public async Task The_end_of_the_time_stops_all_and_is_no_error()
    {
        (string? answer, _) = await FirstAsync(TimeSpan.FromMilliseconds(100), Hang("a"), Hang("b"), Hang("local"));
        Assert.Null(answer);
        Assert.Equal(_asked.Count, _stopped);
    }

    [Fact]
    public async Task A_time_that_is_over_before_it_began_asks_for_nothing_that_lasts()
    {
        (string? answer, _) = await FirstAsync(TimeSpan.FromSeconds(-1), Hang("a"), Hang("local"));
        Assert.Null(answer);
        Assert.Equal(_asked.Count, _stopped);
    }

    [Fact]
    public async Task What_this_machine_finds_wrong_with_the_sector_is_told()
    {
        await Assert.ThrowsAsync<InvalidDataException>(
            () => FirstAsync(Long, Busy("a"), Ask("local", _ => Task.FromException<string?>(new InvalidDataException("damaged")))));
    }

    [Fact]
    public async Task Who_asked_may_stop_it_and_hears_of_that()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Hedge.FirstAsync(
            () => Long, token => new Queue<Func<Task<string?>>>([() => HangAsync(token)]), stop.Token));
        Assert.Equal(1, _stopped);
    }

    private async Task<(string? Answer, string Asked)> FirstAsync(TimeSpan left, params Func<CancellationToken, Task<string?>>[] provers)
    {
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        string? answer = await Hedge.FirstAsync(
            () => left - System.Diagnostics.Stopwatch.GetElapsedTime(started),
            token => new Queue<Func<Task<string?>>>(provers.Select(prove => (Func<Task<string?>>)(() => prove(token)))),
            CancellationToken.None);
        return (answer, string.Join(' ', _asked));
    }

    private Func<CancellationToken, Task<string?>> Ask(string name, Func<CancellationToken, Task<string?>> prove) => token =>
    {
        _asked.Add(name);
        return prove(token);
    };

    private Func<CancellationToken, Task<string?>> Answer(string name) => Ask(name, _ => Task.FromResult<string?>(name));

    private Func<CancellationToken, Task<string?>> Busy(string name) => Ask(name, _ => Task.FromResult<string?>(null));

    private Func<CancellationToken, Task<string?>> Hang(string name) => Ask(name, HangAsync);

    private async Task<string?> HangAsync(CancellationToken token)
    {
        try
        {
            await Task.Delay(Timeout.Infinite, token);
            return null;
        }
        finally
        {
            Interlocked.Increment(ref _stopped);
        }
    }
}
