using System.Net;
using Autonomys.Cluster.Transfer;
using Autonomys.Messaging.InProcess;
using Autonomys.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Autonomys.Cluster.Tests.Transfer;

/// <summary>What the whole process allocates is counted: other tests must not run meanwhile.</summary>
[CollectionDefinition(nameof(TransferMemoryTests), DisableParallelization = true)]
[Collection(nameof(TransferMemoryTests))]
public sealed class TransferMemoryTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Pieces go from pool to pool: what is allocated for one is a small part of it.</summary>
    [Fact]
    public async Task A_piece_is_moved_without_new_memory()
    {
        byte[] received = new byte[1 << 20];
        await using InProcessBus bus = new();
        ClusterToken token = await ClusterToken.LoadAsync(bus, CancellationToken.None);
        using TransferClient client = new(token);
        await using TransferServer server = await TransferServer.StartAsync(
            new IPEndPoint(IPAddress.Loopback, 0),
            IPAddress.Loopback,
            token,
            routes => routes.MapGet("/pooled", (RequestDelegate)(http => TransferServer.SendAsync(http, HashedBytes.Of(PooledBytes.Rent(received.Length))))),
            CancellationToken.None);
        long garbage = await Garbage.LeastOfProcessAsync(
            () => client.GetAsync(server.Endpoint.ToString(), "/pooled", received, Timeout, CancellationToken.None));
        Assert.InRange(garbage, 0, received.Length / 4);
    }
}
