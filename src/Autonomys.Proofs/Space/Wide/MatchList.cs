namespace Autonomys.Proofs.Space.Wide;

/// <summary>Matches of two neighbouring buckets, as indexes into the sorted buckets.</summary>
internal readonly unsafe struct MatchList(byte* memory)
{
    /// <summary>Matches that count.</summary>
    public const int Limit = PosParameters.MaxBucketEntries;

    /// <summary>
    /// Room beyond the limit: one left entry may match every right one before the limit is looked at again, and vectors are stored whole.
    /// </summary>
    private const int Room = Limit + PosParameters.MaxBucketEntries + 64;

    /// <summary>Bytes that the arrays need.</summary>
    public const int Size = 2 * Room * sizeof(ushort);

    public readonly ushort* Left = (ushort*)memory;

    public readonly ushort* Right = (ushort*)memory + Room;
}
