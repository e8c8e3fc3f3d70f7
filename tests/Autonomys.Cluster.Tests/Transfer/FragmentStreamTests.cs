using System.Net;
using System.Net.Sockets;
using System.Text;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.ShardedCache;
using Autonomys.Cluster.Transfer;
using Autonomys.Messaging.InProcess;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;
using Microsoft.AspNetCore.Routing;

namespace Autonomys.Cluster.Tests.Transfer;

public sealed class FragmentStreamTests : IAsyncLifetime
{
    private const string Switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: autonomys-fragments/1\r\n\r\n";
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);
    private static readonly CachePlacement Placement = CachePlacement.Create(
        1, CacheItemType.SplitParityPiece, [new("a", 1), new("b", 1), new("c", 1)]);

    private static readonly (int Position, int Fragment)[] Items = [(3, 0), (3, 2), (9, 1)];
    private static readonly int Size = Placement.Code.FragmentSize(Piece.Size);
    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-streams-").FullName;
    private readonly InProcessBus _bus = new();
    private ClusterToken _token = null!;
    private TransferClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _token = await ClusterToken.LoadAsync(_bus, CancellationToken.None);
        _client = new TransferClient(_token);
        await FragmentStore.Open(_directory, inMemory: false).WriteAsync(
            5, Placement, Items, Items.Select(item => HashedBytes.Of(Fragment(item.Position, item.Fragment))).ToAsyncEnumerable());
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _bus.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fragments_come_into_the_callers_memory(bool inMemory)
    {
        await using TransferServer server = await ServeAsync(inMemory, streams: true, plain: false);
        await Parallel.ForAsync(0, 60, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (i, _) =>
        {
            (int position, int fragment) = Items[i % Items.Length];
            byte[] bytes = new byte[Size];
            Assert.Equal(Blake3.Hash(Fragment(position, fragment)), await GetAsync(server, position, fragment, bytes));
            Assert.Equal(Fragment(position, fragment), bytes);
        });
    }

    [Fact]
    public async Task What_is_not_there_is_told_and_the_stream_goes_on()
    {
        await using TransferServer server = await ServeAsync(inMemory: false, streams: true, plain: false);
        for (int round = 0; round < 3; round++)
        {
            Assert.True((await FailAsync(server, 4, 0)).IsAbsent);
            await GetAsync(server, 3, 2, new byte[Size]);
        }

        TransferException other = await Assert.ThrowsAsync<TransferException>(() => GetAsync(server, 3, 0, new byte[Size - 1]));
        Assert.Contains($"has {Size} bytes instead of {Size - 1}", other.Message, StringComparison.Ordinal);
    }

    /// <summary>A cache that does not read what it sends finds no damage: whoever gets it does.</summary>
    [Fact]
    public async Task Damage_on_the_disk_is_found_by_the_client()
    {
        string path = Directory.EnumerateFiles(_directory).Single();
        await using TransferServer server = await ServeAsync(inMemory: false, streams: true, plain: false);
        using (FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            file.Position = file.Length - 1000;
            int value = file.ReadByte();
            file.Position--;
            file.WriteByte((byte)(value ^ 1));
        }

        TransferException exception = await FailAsync(server, 9, 1);
        Assert.Contains("another checksum", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.IsAbsent);
        await GetAsync(server, 3, 0, new byte[Size]);
    }

    /// <summary>An intact fragment of another place is not taken for the one that was asked for.</summary>
    [Fact]
    public async Task A_fragment_of_another_place_is_refused()
    {
        FragmentStore store = FragmentStore.Open(_directory, inMemory: true);
        await using TransferServer server = await ServeAsync(routes =>
            new FragmentStreamEndpoint(address => store.Locate(address with { Piece = Index(3), Fragment = 0 })).Map(routes));
        await GetAsync(server, 3, 0, new byte[Size]);
        Assert.Contains("another checksum", (await FailAsync(server, 3, 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_peer_of_an_older_release_is_asked_with_plain_requests()
    {
        await using TransferServer server = await ServeAsync(inMemory: true, streams: false, plain: true);
        for (int round = 0; round < 2; round++)
        {
            byte[] bytes = new byte[Size];
            await GetAsync(server, 9, 1, bytes);
            Assert.Equal(Fragment(9, 1), bytes);
            Assert.True((await FailAsync(server, 4, 0)).IsAbsent);
        }
    }

    [Fact]
    public async Task Without_the_token_or_the_upgrade_there_is_no_stream()
    {
        await using TransferServer server = await ServeAsync(inMemory: true, streams: true, plain: true);
        using TransferClient other = new(await ClusterToken.LoadAsync(new InProcessBus(), CancellationToken.None));
        TransferException refused = await Assert.ThrowsAsync<TransferException>(
            () => other.GetFragmentAsync(server.Endpoint.ToString(), Address(3, 0), new byte[Size], Timeout, CancellationToken.None));
        Assert.Contains("another token", refused.Message, StringComparison.Ordinal);

        using HttpClient plain = new();
        plain.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", _token.Header);
        using HttpResponseMessage response = await plain.GetAsync(new Uri(server.Endpoint, "/v1/fragments"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UpgradeRequired, response.StatusCode);
    }

    [Fact]
    public async Task A_peer_that_was_restarted_is_connected_anew()
    {
        TransferServer first = await ServeAsync(inMemory: true, streams: true, plain: false);
        await GetAsync(first, 3, 0, new byte[Size]);
        await first.DisposeAsync();
        Assert.False((await FailAsync(first, 3, 0)).IsAbsent);
        await using TransferServer second = await ServeAsync(inMemory: true, streams: true, plain: false, first.Endpoint.Port);
        await GetAsync(second, 3, 0, new byte[Size]);
    }

    [Fact]
    public async Task A_server_ends_its_streams_when_it_ends()
    {
        TransferServer first = await ServeAsync(inMemory: true, streams: true, plain: false);
        await GetAsync(first, 3, 0, new byte[Size]);
        await first.DisposeAsync();

        // The stream that was used is at its end, which must not count against the server that took its place.
        await using TransferServer second = await ServeAsync(inMemory: true, streams: true, plain: false, first.Endpoint.Port);
        await GetAsync(second, 3, 0, new byte[Size]);
    }

    [Theory]
    [InlineData("")]
    [InlineData(Switching)]
    [InlineData(Switching, "1234")]
    public async Task A_peer_that_stalls_is_given_up(string answer, string reply = "")
    {
        using CancellationTokenSource ended = new();
        (string endpoint, Task peer) = Pretend(answer, ended.Token, reply);
        TransferException exception = await Assert.ThrowsAsync<TransferException>(
            () => _client.GetFragmentAsync(endpoint, Address(3, 0), new byte[Size], TimeSpan.FromMilliseconds(300), CancellationToken.None));
        Assert.Contains("did not answer within", exception.Message, StringComparison.Ordinal);
        await ended.CancelAsync();
        await peer;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whoever_does_not_want_it_any_more_need_not_wait(bool isConnected)
    {
        using CancellationTokenSource ended = new();
        using CancellationTokenSource wanted = new();
        TaskCompletionSource connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
        (string endpoint, Task peer) = Pretend(Switching, ended.Token, connected: connected);
        Task<Blake3Hash> asked = _client.GetFragmentAsync(endpoint, Address(3, 0), new byte[Size], Timeout, wanted.Token);
        if (isConnected)
        {
            await connected.Task;
        }

        // Else perhaps before a thread has taken it, and then nobody ever connects.
        await wanted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await ended.CancelAsync();
        await peer;
    }

    [Theory]
    [InlineData("SSH-2.0-nonsense\r\n\r\n", "", "not HTTP/1.1")]
    [InlineData("HTTP/1.1 abc\r\n\r\n", "", "not HTTP/1.1")]
    [InlineData(Switching + "early", "", "before it is asked")]
    [InlineData(Switching, "\u0001\0\0\0\0\0\0\0aaaaaaaabbbbbbbbccccccccdddddddd", "has 1 bytes instead of")]
    [InlineData(Switching, "\u00FE\u00FF\u00FF\u00FF\0\0\0\0aaaaaaaabbbbbbbbccccccccdddddddd", "has -2 bytes instead of")]
    public async Task A_peer_that_lies_is_an_error(string answer, string reply, string expected)
    {
        using CancellationTokenSource ended = new();
        (string endpoint, Task peer) = Pretend(answer, ended.Token, reply);
        TransferException exception = await Assert.ThrowsAsync<TransferException>(
            () => _client.GetFragmentAsync(endpoint, Address(3, 0), new byte[Size], Timeout, CancellationToken.None));
        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        await ended.CancelAsync();
        await peer;
    }

    [Fact]
    public async Task A_head_without_end_is_not_read_for_ever()
    {
        using CancellationTokenSource ended = new();
        (string endpoint, Task peer) = Pretend("HTTP/1.1 200 OK\r\nX: " + new string('x', 20_000), ended.Token);
        TransferException exception = await Assert.ThrowsAsync<TransferException>(
            () => _client.GetFragmentAsync(endpoint, Address(3, 0), new byte[Size], Timeout, CancellationToken.None));
        Assert.Contains("more than 8192 bytes", exception.Message, StringComparison.Ordinal);
        await ended.CancelAsync();
        await peer;
    }

    private static PieceIndex Index(int position) => PieceIndex.FromSegment(new SegmentIndex(5), position);

    private static FragmentAddress Address(int position, int fragment) => new(Index(position), fragment, 2, 1);

    private static byte[] Fragment(int position, int fragment) =>
        Placement.Code.Encode(Vectors.Bytes($"piece {position}", Piece.Size), fragment);

    /// <summary>Something that says this to whoever connects, that to whoever asks, and then nothing.</summary>
    private static (string Endpoint, Task Ended) Pretend(
        string answer, CancellationToken ended, string reply = "", TaskCompletionSource? connected = null)
    {
        TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}", Task.Run(
            async () =>
            {
                using (listener)
                {
                    try
                    {
                        using TcpClient connection = await listener.AcceptTcpClientAsync(ended);
                        connected?.SetResult();
                        await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(answer), ended);
                        if (reply.Length > 0)
                        {
                            await ReadHeadAsync(connection.GetStream());
                            await connection.GetStream().ReadExactlyAsync(new byte[FragmentAddress.Size], ended);
                            await connection.GetStream().WriteAsync(Encoding.Latin1.GetBytes(reply), ended);
                        }

                        await Task.Delay(System.Threading.Timeout.Infinite, ended);
                    }
                    catch (Exception exception) when (exception is OperationCanceledException or IOException)
                    {
                        // The test is over, or its client is gone.
                    }
                }
            },
            CancellationToken.None));
    }

    private static async Task ReadHeadAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, CancellationToken.None);
            head.Append((char)one[0]);
        }
    }

    private Task<Blake3Hash> GetAsync(TransferServer server, int position, int fragment, byte[] body) =>
        _client.GetFragmentAsync(server.Endpoint.ToString(), Address(position, fragment), body, Timeout, CancellationToken.None);

    private Task<TransferException> FailAsync(TransferServer server, int position, int fragment) =>
        Assert.ThrowsAsync<TransferException>(() => GetAsync(server, position, fragment, new byte[Size]));

    private Task<TransferServer> ServeAsync(bool inMemory, bool streams, bool plain, int port = 0)
    {
        FragmentStore store = FragmentStore.Open(_directory, inMemory);
        return ServeAsync(
            routes =>
            {
                if (streams)
                {
                    new FragmentStreamEndpoint(store.Locate).Map(routes);
                }

                if (plain)
                {
                    new FragmentEndpoints((piece, fragment, data, parity) => ValueTask.FromResult(store.Read(piece, fragment, data, parity))).Map(routes);
                }
            },
            port);
    }

    private Task<TransferServer> ServeAsync(Action<IEndpointRouteBuilder> map, int port = 0) =>
        TransferServer.StartAsync(new IPEndPoint(IPAddress.Loopback, port), IPAddress.Loopback, _token, map, CancellationToken.None);
}
