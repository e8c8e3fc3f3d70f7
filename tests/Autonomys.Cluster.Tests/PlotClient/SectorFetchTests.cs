using System.Net;
using Autonomys.Cluster.PlotClient;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Tests.PlotServer;
using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Messaging.InProcess;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.PlotClient;

/// <summary>A finished sector on its way from a plot-server's disk to a farm's, over a real socket.</summary>
public sealed class SectorFetchTests : IAsyncLifetime
{
    // Six pieces: more than one range of 4 MiB.
    private const ushort Pieces = 6;
    private static readonly PlotJob Job = PlotJob.Create(PublicKey.From(Vectors.Bytes("a farm", 32)), new(3), new(1), Pieces);

    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-fetch-").FullName;
    private readonly InProcessBus _bus = new();
    private readonly List<string> _freed = [];
    private FinishedSectors _finished = null!;
    private PlotJobState _state = null!;
    private TransferServer _server = null!;
    private TransferClient _client = null!;
    private CuttableLink _link = null!;
    private byte[] _bytes = null!;
    private byte[] _metadata = null!;

    public async ValueTask InitializeAsync()
    {
        ClusterToken token = await ClusterToken.LoadAsync(_bus, default);
        _client = new TransferClient(token);
        using QuickEncoder encoder = new();
        using SectorPlotter plotter = new(new EmptyPieces(), [encoder]);
        using EncodedSector sector = await plotter.PlotAsync(Job.PublicKey, Job.SectorIndex, Pieces, PlottingBench.Protocol, null, default);
        using MemoryStream stream = new();
        sector.WriteTo(stream);
        (_bytes, _metadata) = (stream.ToArray(), sector.Metadata.ToBytes());
        _finished = FinishedSectors.Open(_directory);
        _state = _finished.Add(Job, "server-a", sector, default);
        SectorEndpoints endpoints = new(_finished, (job, _) =>
        {
            _freed.Add(job);
            return Task.CompletedTask;
        });
        _server = await TransferServer.StartAsync(new IPEndPoint(IPAddress.Loopback, 0), IPAddress.Loopback, token, endpoints.Map, default);
        _link = new CuttableLink(_server.Endpoint.Port);
    }

    public async ValueTask DisposeAsync()
    {
        await _link.DisposeAsync();
        _client.Dispose();
        await _server.DisposeAsync();
        await _bus.DisposeAsync();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task The_sector_arrives_as_it_was_and_is_freed_as_often_as_asked()
    {
        SectorFetch fetch = new(_client, Endpoint, _state);
        Assert.Equal(_metadata, (await fetch.GetMetadataAsync(default)).ToBytes());
        using MemoryStream arrived = new();
        await fetch.CopyToAsync(arrived, default);
        Assert.Equal(_bytes, arrived.ToArray());
        await _client.DeleteAsync(Endpoint, DataPlane.Sector(Job.Id), TimeSpan.FromSeconds(10), default);
        await _client.DeleteAsync(Endpoint, DataPlane.Sector(Job.Id), TimeSpan.FromSeconds(10), default);
        Assert.Equal([Job.Id, Job.Id], _freed);
    }

    [Fact]
    public async Task Connections_that_break_and_a_link_that_is_cut_are_asked_over_again()
    {
        SectorFetch fetch = new(_client, Endpoint, _state);
        BreakingStream arrived = new(() =>
        {
            _link.Reset();
            _link.Cut();
            _ = Task.Delay(300).ContinueWith(_ => _link.Heal(), TaskScheduler.Default);
        });
        await fetch.CopyToAsync(arrived, default);
        Assert.Equal(_bytes, arrived.ToArray());
    }

    [Fact]
    public async Task Bytes_that_changed_on_the_servers_disk_never_become_the_farms()
    {
        string file = Path.Combine(_directory, "sectors", Job.Id + ".sector");
        using (FileStream stream = new(file, FileMode.Open, FileAccess.ReadWrite))
        {
            stream.Position = stream.Length / 2;
            int value = stream.ReadByte();
            stream.Position--;
            stream.WriteByte((byte)(value ^ 1));
        }

        SectorDamagedException exception = await Assert.ThrowsAsync<SectorDamagedException>(
            () => new SectorFetch(_client, Endpoint, _state).CopyToAsync(new MemoryStream(), default));
        Assert.Contains("is not the one that was announced", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_of_another_sector_is_refused()
    {
        foreach (PlotJob other in new[] { Job with { SectorIndex = new(4) }, Job with { HistorySize = new(2) }, Job with { PiecesInSector = 5 } })
        {
            await Assert.ThrowsAsync<SectorDamagedException>(
                () => new SectorFetch(_client, Endpoint, _state with { Job = other }).GetMetadataAsync(default));
        }

        File.WriteAllBytes(Path.Combine(_directory, "sectors", Job.Id + ".metadata"), new byte[SectorMetadata.EncodedSize]);
        await Assert.ThrowsAsync<SectorDamagedException>(() => new SectorFetch(_client, Endpoint, _state).GetMetadataAsync(default));
    }

    [Fact]
    public async Task A_sector_that_is_gone_is_told_from_a_server_that_does_not_answer()
    {
        _finished.Remove(Job.Id);
        SectorFetch fetch = new(_client, Endpoint, _state);
        Assert.True((await Assert.ThrowsAsync<TransferException>(() => fetch.GetMetadataAsync(default))).IsAbsent);
        Assert.True((await Assert.ThrowsAsync<TransferException>(() => fetch.CopyToAsync(new MemoryStream(), default))).IsAbsent);
    }

    private string Endpoint => $"http://127.0.0.1:{_link.Port}";

    /// <summary>Has something done after the first write.</summary>
    private sealed class BreakingStream(Action breakIt) : MemoryStream
    {
        private bool _isBroken;

        // A derived MemoryStream passes spans on as arrays: overriding both by each other would never end.
        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            base.Write(buffer, offset, count);
            if (!_isBroken)
            {
                _isBroken = true;
                breakIt();
            }
        }
    }
}
