using Autonomys.Cluster.History;
using Autonomys.Cluster.Plotting;
using Autonomys.Cluster.Tests.History;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.Plotting;

public sealed class SectorScheduleTests
{
    private static readonly PublicKey Key = PublicKey.From(Vectors.Bytes("farmer", 32));
    private static readonly HistorySize Lifetime = new(4);

    private static readonly HashSet<int> None = [];

    [Fact]
    public void Sectors_without_content_come_first_and_in_order()
    {
        SegmentHeaders headers = Headers(1);
        Assert.Equal(new(new SectorIndex(0), false), SectorSchedule.Choose([], 3, Key, headers, Lifetime, None));
        Assert.Equal(new(new SectorIndex(1), false), SectorSchedule.Choose([Sector(0, 1)], 3, Key, headers, Lifetime, None));
        Assert.Equal(new(new SectorIndex(0), true), SectorSchedule.Choose([null, Sector(1, 1)], 3, Key, headers, Lifetime, None));
        Assert.Null(SectorSchedule.Choose([Sector(0, 1), Sector(1, 1)], 2, Key, headers, Lifetime, None));
    }

    [Fact]
    public void The_earliest_to_expire_is_replotted_first_and_not_before_its_time()
    {
        SectorMetadata[] sectors = [.. Enumerable.Range(0, 20).Select(i => Sector((ushort)i, 3))];
        SegmentHeaders all = Headers(40);
        ulong[] expires = [.. sectors.Select(sector => SectorSchedule.ExpirationOf(sector, Key, all, Lifetime)!.Value.Value)];
        Assert.All(expires, value => Assert.InRange(value, 7ul, 15ul));
        ulong first = expires.Min();

        Assert.Null(SectorSchedule.Choose(sectors, sectors.Length, Key, Headers((int)first - 2), Lifetime, None));
        SectorSchedule.Next? next = SectorSchedule.Choose(sectors, sectors.Length, Key, all, Lifetime, None);
        Assert.Equal(new(new SectorIndex((ushort)Array.IndexOf(expires, first)), true), next);
    }

    [Fact]
    public void A_sector_does_not_expire_while_the_deciding_segment_is_missing()
    {
        Assert.Null(SectorSchedule.ExpirationOf(Sector(0, 3), Key, Headers(6), Lifetime));
        Assert.NotNull(SectorSchedule.ExpirationOf(Sector(0, 3), Key, Headers(7), Lifetime));
    }

    private static SegmentHeaders Headers(int count)
    {
        SegmentHeaders headers = new();
        foreach (SegmentHeader header in SegmentHeadersTests.Chain(count))
        {
            headers.Add(header);
        }

        return headers;
    }

    private static SectorMetadata Sector(ushort index, ulong historySize)
    {
        ushort[] sizes = new ushort[RecordLayout.SBuckets];
        for (int i = 0; i < sizes.Length; i += 2)
        {
            sizes[i] = 1;
        }

        return new(new SectorIndex(index), 1, new HistorySize(historySize), sizes);
    }
}
