namespace Autonomys.Proofs.Space.Wide;

/// <summary>One width of the two stages that have several: all of them give the same results.</summary>
internal interface ILanes
{
    /// <inheritdoc cref="Matcher.MatchScalar"/>
    static abstract int Match(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches);

    /// <inheritdoc cref="MatchHasher.HashScalar"/>
    static abstract int Hash(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target);
}

internal readonly struct ScalarLanes : ILanes
{
    public static int Match(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches) =>
        Matcher.MatchScalar(left, right, leftBucketIndex, matches);

    public static int Hash(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target) =>
        MatchHasher.HashScalar(left, right, matches, count, in target);
}

internal readonly struct Lanes256 : ILanes
{
    public static int Match(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches) =>
        Matcher.Match256(left, right, leftBucketIndex, matches);

    public static int Hash(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target) =>
        MatchHasher.Hash256(left, right, matches, count, in target);
}

internal readonly struct Lanes512 : ILanes
{
    public static int Match(in SortedBucket left, in SortedBucket right, int leftBucketIndex, MatchList matches) =>
        Matcher.Match512(left, right, leftBucketIndex, matches);

    public static int Hash(in SortedBucket left, in SortedBucket right, MatchList matches, int count, ref readonly HashTarget target) =>
        MatchHasher.Hash512(left, right, matches, count, in target);
}
