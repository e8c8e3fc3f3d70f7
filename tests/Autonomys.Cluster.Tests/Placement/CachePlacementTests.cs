using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Placement;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Cluster.Tests.Placement;

public sealed class CachePlacementTests
{
    [Theory]
    [InlineData(CacheItemType.Piece, 5, 1, 0)]
    [InlineData(CacheItemType.SplitPiece, 5, 5, 0)]
    [InlineData(CacheItemType.SplitPiece, 20, 8, 0)]
    [InlineData(CacheItemType.SplitParityPiece, 1, 1, 0)]
    [InlineData(CacheItemType.SplitParityPiece, 2, 1, 1)]
    [InlineData(CacheItemType.SplitParityPiece, 3, 2, 1)]
    [InlineData(CacheItemType.SplitParityPiece, 4, 3, 1)]
    [InlineData(CacheItemType.SplitParityPiece, 5, 3, 2)]
    [InlineData(CacheItemType.SplitParityPiece, 20, 8, 2)]
    public void Fragments_grow_with_the_members(CacheItemType type, int members, int data, int parity)
    {
        CachePlacement placement = CachePlacement.Create(1, type, Members(members));
        Assert.Equal((data, parity), (placement.DataFragments, placement.ParityFragments));
        int[] owners = placement.Owners(new PieceIndex(7));
        Assert.Equal(data + parity, owners.Distinct().Count());
    }

    [Fact]
    public void Nobody_owns_anything_without_members() =>
        Assert.Empty(CachePlacement.Create(1, CacheItemType.SplitParityPiece, []).Owners(new PieceIndex(7)));

    [Fact]
    public void Owners_are_the_same_on_every_machine()
    {
        // Made once and kept: whoever reads a placement must come to these, whatever his processor.
        CachePlacement placement = CachePlacement.Create(1, CacheItemType.SplitParityPiece, Members(5));
        string owners = string.Join(' ', Enumerable.Range(0, 6).Select(piece => string.Join("", placement.Owners(new PieceIndex((ulong)piece)))));
        Assert.Equal(Golden, owners);
    }

    [Fact]
    public void The_order_of_members_does_not_matter()
    {
        CachePlacement placement = CachePlacement.Create(1, CacheItemType.SplitParityPiece, Members(7));
        Assert.Equal(placement, CachePlacement.Create(1, CacheItemType.SplitParityPiece, Members(7).Reverse()));
    }

    [Fact]
    public void Shares_follow_the_capacities()
    {
        const int Pieces = 60_000;
        CachePlacement placement = CachePlacement.Create(
            1, CacheItemType.Piece, [new CacheMember("a", 100), new CacheMember("b", 200), new CacheMember("c", 700)]);
        int[] counts = new int[3];
        for (int piece = 0; piece < Pieces; piece++)
        {
            counts[placement.Owners(new PieceIndex((ulong)piece))[0]]++;
        }

        Assert.InRange(counts[0], 0.094 * Pieces, 0.106 * Pieces);
        Assert.InRange(counts[1], 0.192 * Pieces, 0.208 * Pieces);
        Assert.InRange(counts[2], 0.692 * Pieces, 0.708 * Pieces);
    }

    [Fact]
    public void A_member_that_leaves_moves_only_its_own_pieces()
    {
        CacheMember[] members = [.. Members(6)];
        CachePlacement before = CachePlacement.Create(1, CacheItemType.Piece, members);
        CachePlacement after = CachePlacement.Create(1, CacheItemType.Piece, members.Where(member => member.Id != "cache-2"));
        for (ulong piece = 0; piece < 5000; piece++)
        {
            string owner = before.Caches[before.Owners(new PieceIndex(piece))[0]].Id;
            string next = after.Caches[after.Owners(new PieceIndex(piece))[0]].Id;
            Assert.True(owner == "cache-2" ? next != "cache-2" : next == owner);
        }
    }

    [Fact]
    public void A_member_that_joins_many_moves_little_of_what_is_split()
    {
        // Eight data and two parity fragments either way; of eleven members the new one should own a part in eleven.
        CachePlacement before = CachePlacement.Create(1, CacheItemType.SplitParityPiece, Members(14));
        CachePlacement after = CachePlacement.Create(1, CacheItemType.SplitParityPiece, Members(15));
        int moved = 0;
        int all = 0;
        for (ulong piece = 0; piece < 5000; piece++)
        {
            int[] old = before.Owners(new PieceIndex(piece));
            int[] now = after.Owners(new PieceIndex(piece));
            moved += old.Where((owner, fragment) => before.Caches[owner].Id != after.Caches[now[fragment]].Id).Count();
            all += old.Length;
        }

        // A fifteenth must move; giving each fragment to another member adds some.
        Assert.InRange((double)moved / all, 1.0 / 15 * 0.9, 1.0 / 15 * 2);
    }

    [Fact]
    public void A_placement_survives_its_message()
    {
        CachePlacement placement = CachePlacement.Create(3, CacheItemType.SplitParityPiece, Members(4));
        byte[] message = ClusterJson.Encode(placement);
        Assert.Equal(placement, ClusterJson.TryDecode<CachePlacement>(message, out _));
        Assert.Contains("\"split-parity-piece\"", System.Text.Encoding.UTF8.GetString(message), StringComparison.Ordinal);
    }

    private const string Golden = "01432 30142 12304 31240 20431 13042";

    private static IEnumerable<CacheMember> Members(int count) => Enumerable.Range(0, count).Select(i => new CacheMember($"cache-{i}", 1000 + i));
}
