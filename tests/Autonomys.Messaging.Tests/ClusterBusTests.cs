using System.Text;

namespace Autonomys.Messaging.Tests;

/// <summary>What every bus does; leaves supply the bus.</summary>
public abstract class ClusterBusTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _timeout = new(TimeSpan.FromSeconds(60));

    /// <summary>The bus as one component sees it.</summary>
    protected IClusterBus Bus { get; private set; } = null!;

    /// <summary>The same as another component sees it.</summary>
    protected IClusterBus Other { get; private set; } = null!;

    private CancellationToken Token => _timeout.Token;

    public async ValueTask InitializeAsync() => (Bus, Other) = await ConnectAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Bus.DisposeAsync();
        await Other.DisposeAsync();
        _timeout.Dispose();
    }

    [Fact]
    public async Task A_message_reaches_all_who_listen_and_nobody_else()
    {
        await using IBusSubscription exact = await Other.SubscribeAsync("slot.new", null, Token);
        await using IBusSubscription wide = await Other.SubscribeAsync("slot.>", null, Token);
        await using IBusSubscription one = await Other.SubscribeAsync("*.new", null, Token);
        await using IBusSubscription elsewhere = await Other.SubscribeAsync("segment", null, Token);
        await Bus.PublishAsync("slot.new", Bytes("first"), Token);
        await Bus.PublishAsync("slot.old", Bytes("second"), Token);
        await Bus.PublishAsync("segment", Bytes("third"), Token);
        Assert.Equal(["slot.new first"], await ReadAsync(exact, 1));
        Assert.Equal(["slot.new first", "slot.old second"], await ReadAsync(wide, 2));
        Assert.Equal(["slot.new first"], await ReadAsync(one, 1));
        Assert.Equal(["segment third"], await ReadAsync(elsewhere, 1));
    }

    [Fact]
    public async Task Within_a_group_each_message_reaches_one()
    {
        await using IBusSubscription first = await Other.SubscribeAsync("work", "group", Token);
        await using IBusSubscription second = await Bus.SubscribeAsync("work", "group", Token);
        const int Count = 50;
        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Token);
        int received = 0;
        async Task Count_(IBusSubscription subscription)
        {
            await foreach (BusMessage _ in subscription.ReadAllAsync(enough.Token))
            {
                Interlocked.Increment(ref received);
            }
        }

        Task[] readers = [Count_(first), Count_(second)];
        for (int i = 0; i < Count; i++)
        {
            await Bus.PublishAsync("work", Bytes("x"), Token);
        }

        // Whatever would come twice has come when a later message has made its way.
        await using IBusSubscription end = await Other.SubscribeAsync("end", null, Token);
        await Bus.PublishAsync("end", Bytes("x"), Token);
        await ReadAsync(end, 1);
        while (Volatile.Read(ref received) < Count)
        {
            await Task.Delay(5, Token);
        }

        await enough.CancelAsync();
        await Task.WhenAll(readers).ContinueWith(_ => { }, TaskScheduler.Default);
        Assert.Equal(Count, received);
    }

    [Fact]
    public async Task A_request_is_answered_by_one()
    {
        await using IBusSubscription service = await Other.SubscribeAsync("echo", "servers", Token);
        Task serving = Task.Run(async () =>
        {
            await foreach (BusMessage message in service.ReadAllAsync(Token))
            {
                await message.ReplyAsync!(Bytes("re: " + Text(message.Body)), Token);
                return;
            }
        });
        ReadOnlyMemory<byte> answer = await Bus.RequestAsync("echo", Bytes("hello"), Patience, Token);
        Assert.Equal("re: hello", Text(answer));
        await serving;
    }

    [Fact]
    public async Task A_request_that_nobody_can_answer_says_so_at_once() =>
        await Assert.ThrowsAsync<NoResponderException>(() => Bus.RequestAsync("nobody", Bytes("hello"), Patience, Token));

    [Fact]
    public async Task A_request_that_nobody_answers_times_out()
    {
        await using IBusSubscription deaf = await Other.SubscribeAsync("deaf", null, Token);
        await Assert.ThrowsAsync<RequestTimeoutException>(
            () => Bus.RequestAsync("deaf", Bytes("hello"), TimeSpan.FromMilliseconds(200), Token));
    }

    [Fact]
    public async Task Bulk_data_is_refused()
    {
        byte[] bulk = new byte[IClusterBus.MaxMessageSize + 1];
        await Assert.ThrowsAsync<BusMessageTooLargeException>(() => Bus.PublishAsync("bulk", bulk, Token));
        await Assert.ThrowsAsync<BusMessageTooLargeException>(() => Bus.RequestAsync("bulk", bulk, Patience, Token));
    }

    [Fact]
    public async Task Values_are_shared_and_written_only_over_what_was_read()
    {
        IKeyValueBucket here = await Bus.OpenBucketAsync("values", null, Token);
        IKeyValueBucket there = await Other.OpenBucketAsync("values", null, Token);
        Assert.Null(await here.GetAsync("a.b", Token));
        ulong first = Assert.NotNull(await here.TryCreateAsync("a.b", Bytes("1"), Token));
        Assert.Null(await there.TryCreateAsync("a.b", Bytes("2"), Token));
        ulong second = Assert.NotNull(await there.TryUpdateAsync("a.b", Bytes("3"), first, Token));
        Assert.Null(await here.TryUpdateAsync("a.b", Bytes("4"), first, Token));
        BucketEntry entry = Assert.IsType<BucketEntry>(await here.GetAsync("a.b", Token));
        Assert.Equal(("3", second), (Text(entry.Value!.Value), entry.Revision));
        await there.PutAsync("c", Bytes("5"), Token);
        Assert.Equal(["a.b", "c"], (await here.ListAsync(Token)).Select(one => one.Key).Order(StringComparer.Ordinal));
        await here.DeleteAsync("a.b", Token);
        Assert.Null(await there.GetAsync("a.b", Token));
        Assert.NotNull(await there.TryCreateAsync("a.b", Bytes("6"), Token));
    }

    [Fact]
    public async Task A_value_ends_with_its_lifetime()
    {
        IKeyValueBucket bucket = await Bus.OpenBucketAsync("short", TimeSpan.FromSeconds(1), Token);
        Assert.NotNull(await bucket.TryCreateAsync("lease", Bytes("mine"), Token));
        Assert.Null(await bucket.TryCreateAsync("lease", Bytes("yours"), Token));
        while (await bucket.TryCreateAsync("lease", Bytes("yours"), Token) is null)
        {
            await Task.Delay(100, Token);
        }

        Assert.Equal("yours", Text((await bucket.GetAsync("lease", Token))!.Value!.Value));
    }

    [Fact]
    public async Task A_watcher_sees_what_there_is_and_every_change()
    {
        IKeyValueBucket bucket = await Bus.OpenBucketAsync("watched", null, Token);
        await bucket.PutAsync("old", Bytes("1"), Token);
        IKeyValueBucket there = await Other.OpenBucketAsync("watched", null, Token);
        await using IAsyncEnumerator<BucketEntry> changes = there.WatchAsync(Token).GetAsyncEnumerator(Token);
        Assert.Equal("old=1", await NextAsync());
        await bucket.PutAsync("new", Bytes("2"), Token);
        Assert.Equal("new=2", await NextAsync());
        await bucket.DeleteAsync("old", Token);
        Assert.Equal("old=", await NextAsync());

        async Task<string> NextAsync()
        {
            Assert.True(await changes.MoveNextAsync());
            return $"{changes.Current.Key}={(changes.Current.Value is { } value ? Text(value) : "")}";
        }
    }

    [Fact]
    public async Task Work_is_done_once_and_in_order()
    {
        IWorkQueue queue = await Bus.OpenWorkQueueAsync("once", TimeSpan.FromSeconds(30), Token);
        IWorkQueue worker = await Other.OpenWorkQueueAsync("once", TimeSpan.FromSeconds(30), Token);
        await queue.EnqueueAsync("1", Bytes("first"), Token);
        await queue.EnqueueAsync("1", Bytes("first again"), Token);
        await queue.EnqueueAsync("2", Bytes("second"), Token);
        IWorkItem one = (await worker.DequeueAsync(Patience, Token))!;
        IWorkItem two = (await queue.DequeueAsync(Patience, Token))!;
        Assert.Equal(("first", "second"), (Text(one.Body), Text(two.Body)));
        await one.CompleteAsync(Token);
        await two.ReleaseAsync(TimeSpan.Zero, Token);
        IWorkItem again = (await worker.DequeueAsync(Patience, Token))!;
        Assert.Equal("second", Text(again.Body));
        await again.CompleteAsync(Token);
        Assert.Null(await worker.DequeueAsync(TimeSpan.FromSeconds(1), Token));
    }

    [Fact]
    public async Task Work_of_a_dead_worker_goes_to_another()
    {
        IWorkQueue queue = await Bus.OpenWorkQueueAsync("dead", TimeSpan.FromSeconds(2), Token);
        await queue.EnqueueAsync("1", Bytes("first"), Token);
        IWorkItem held = (await queue.DequeueAsync(Patience, Token))!;
        await held.ExtendAsync(Token);
        Assert.Null(await queue.DequeueAsync(TimeSpan.FromMilliseconds(1), Token));
        IWorkItem taken = (await queue.DequeueAsync(Patience, Token))!;
        Assert.Equal("first", Text(taken.Body));
    }

    protected abstract Task<(IClusterBus Bus, IClusterBus Other)> ConnectAsync();

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    private async Task<List<string>> ReadAsync(IBusSubscription subscription, int count)
    {
        List<string> read = [];
        await foreach (BusMessage message in subscription.ReadAllAsync(Token))
        {
            read.Add($"{message.Subject} {Text(message.Body)}");
            if (read.Count == count)
            {
                break;
            }
        }

        return read;
    }
}
