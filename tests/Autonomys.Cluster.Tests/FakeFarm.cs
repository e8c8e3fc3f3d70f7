using Autonomys.Cluster.Farms;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests;

/// <summary>A farm of which only what a flow asks for is there.</summary>
internal sealed class FakeFarm(string name = "farm 0") : IFarm
{
    public string Name => name;

    public string Directory => "/nowhere";

    public PublicKey PublicKey { get; } = PublicKey.From(Vectors.Bytes(name, 32));

    public ushort PiecesInSector => 1;

    public int SectorCount => Sectors.Count;

    public IReadOnlyList<SectorMetadata?> Sectors { get; set; } = [];

    public ISectorReader Plot { get; set; } = new MemorySectorReader(ReadOnlyMemory<byte>.Empty);

    public RecordReadMode ReadMode => RecordReadMode.ConcurrentChunks;

    public List<(SectorMetadata Sector, string Reason)> SetAsides { get; } = [];

    /// <summary>Sectors that were committed, with their bytes.</summary>
    public List<(SectorMetadata Metadata, byte[] Bytes)> Committed { get; } = [];

    /// <summary>What happens when a sector is safe, and before anybody knows.</summary>
    public Func<Task> AfterCommit { get; set; } = () => Task.CompletedTask;

    public async Task CommitAsync(SectorMetadata metadata, Func<Stream, CancellationToken, Task> write, CancellationToken cancellationToken)
    {
        using MemoryStream sector = new();
        await write(sector, cancellationToken);
        Committed.Add((metadata, sector.ToArray()));
        await AfterCommit();
    }

    public bool SetAside(SectorMetadata sector, string reason)
    {
        SetAsides.Add((sector, reason));
        return true;
    }

    public Task WaitForSetAsideAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken);

    public RewardSignature SignReward(Bytes32 hash) => RewardSignature.From([.. hash.AsSpan(), .. PublicKey.AsSpan()]);
}
