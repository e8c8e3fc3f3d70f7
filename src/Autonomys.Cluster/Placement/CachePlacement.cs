using System.Text;
using System.Text.Json.Serialization;
using Autonomys.Cluster.Bus;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Cluster.Placement;

/// <summary>Which sharded cache keeps what. The same for everybody: the owners follow from it by arithmetic of whole numbers.</summary>
/// <remarks>
/// Weighted rendezvous hashing: of all members the one with the smallest −log2(hash) / capacity owns an item, where the hash is of the
/// member, the piece and the fragment. Fragments of a piece are given out in order, each to a member that has none of them yet.
/// </remarks>
/// <param name="Epoch">Grows when all caches are to begin anew.</param>
/// <param name="ItemType">What is kept.</param>
/// <param name="DataFragments">Fragments that restore a piece.</param>
/// <param name="ParityFragments">Fragments that may be missing.</param>
/// <param name="Caches">Members, by id.</param>
public sealed record CachePlacement(
    ulong Epoch, CacheItemType ItemType, int DataFragments, int ParityFragments, IReadOnlyList<CacheMember> Caches) : ClusterMessage
{
    /// <summary>More fragments make each smaller and every piece depend on more machines.</summary>
    private const int MostDataFragments = 8;

    [JsonIgnore]
    public int Fragments => DataFragments + ParityFragments;

    [JsonIgnore]
    public FragmentCode Code => new(DataFragments, ParityFragments);

    /// <summary>Chooses how pieces are split for these members. One parity fragment for up to four, two for more: then two may be away.</summary>
    public static CachePlacement Create(ulong epoch, CacheItemType itemType, IEnumerable<CacheMember> members)
    {
        CacheMember[] sorted = [.. members.OrderBy(member => member.Id, StringComparer.Ordinal)];
        int parity = itemType != CacheItemType.SplitParityPiece || sorted.Length < 2 ? 0 : sorted.Length <= 4 ? 1 : 2;
        int data = itemType == CacheItemType.Piece ? 1 : Math.Clamp(sorted.Length - parity, 1, MostDataFragments);
        return new CachePlacement(epoch, itemType, data, parity, sorted);
    }

    /// <summary>Index into <see cref="Caches"/> of the owner of each fragment; empty when there are too few members.</summary>
    public int[] Owners(PieceIndex piece)
    {
        if (Caches.Count < Fragments)
        {
            return [];
        }

        int[] owners = new int[Fragments];
        for (int fragment = 0; fragment < owners.Length; fragment++)
        {
            owners[fragment] = Owner(piece, fragment, owners.AsSpan(0, fragment));
        }

        return owners;
    }

    public bool Equals(CachePlacement? other) =>
        other is not null && Epoch == other.Epoch && ItemType == other.ItemType && DataFragments == other.DataFragments
        && ParityFragments == other.ParityFragments && Caches.SequenceEqual(other.Caches);

    public override int GetHashCode() => HashCode.Combine(Epoch, ItemType, DataFragments, ParityFragments, Caches.Count);

    private int Owner(PieceIndex piece, int fragment, ReadOnlySpan<int> taken)
    {
        int best = -1;
        ulong bestDistance = 0;
        for (int i = 0; i < Caches.Count; i++)
        {
            if (taken.Contains(i))
            {
                continue;
            }

            // Smaller is better: distance / capacity, compared without a division.
            ulong distance = NegativeLogarithm(Mix(Caches[i].Seed ^ Mix((piece.Value << 8) + (ulong)fragment)));
            if (best < 0 || (UInt128)distance * (ulong)Caches[best].Capacity < (UInt128)bestDistance * (ulong)Caches[i].Capacity)
            {
                (best, bestDistance) = (i, distance);
            }
        }

        return best;
    }

    /// <summary>The last step of splitmix64: every bit of the result depends on every bit of the value.</summary>
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>−log2(value / 2^64) with 32 bits behind the point, digit by digit: no two machines may differ in it.</summary>
    private static ulong NegativeLogarithm(ulong value)
    {
        value |= 1;
        int shift = System.Numerics.BitOperations.LeadingZeroCount(value);
        ulong mantissa = value << shift;
        ulong logarithm = 0;
        for (int bit = 31; bit >= 0; bit--)
        {
            // Square a number from 1 to 2, with 63 bits behind the point; what reaches 2 gives a digit 1.
            ulong high = Math.BigMul(mantissa, mantissa, out ulong low);
            if ((high >> 63) != 0)
            {
                logarithm |= 1ul << bit;
                mantissa = high;
            }
            else
            {
                mantissa = (high << 1) | (low >> 63);
            }
        }

        return ((ulong)(shift + 1) << 32) - logarithm;
    }
}

/// <summary>A sharded cache of a placement.</summary>
/// <param name="Id">The member's id.</param>
/// <param name="Capacity">Bytes that it may fill, at least 1.</param>
public sealed record CacheMember(string Id, long Capacity)
{
    /// <summary>First eight bytes of BLAKE3(id).</summary>
    internal ulong Seed { get; } = BitConverter.ToUInt64(Blake3.Hash(Encoding.UTF8.GetBytes(Id)).AsSpan()[..8]);
}
