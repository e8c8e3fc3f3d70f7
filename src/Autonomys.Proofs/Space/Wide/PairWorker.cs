namespace Autonomys.Proofs.Space.Wide;

/// <summary>The working memory of one thread: two sorted buckets, their matches, messages and hashes.</summary>
internal sealed unsafe class PairWorker : IDisposable
{
    private readonly NativeBuffer _memory = new(MatchHasher.ScratchSize + (2 * SortedBucket.Size) + MatchList.Size);
    private SortedBucket _left;
    private SortedBucket _right;
    private readonly MatchList _matches;

    public PairWorker()
    {
        byte* memory = _memory.Pointer<byte>() + MatchHasher.ScratchSize;
        _left = new SortedBucket(memory);
        _right = new SortedBucket(memory + SortedBucket.Size);
        _matches = new MatchList(memory + (2 * SortedBucket.Size));
    }

    /// <summary>Makes the entries that come of left buckets <paramref name="firstBucket"/> to <paramref name="endBucket"/> (exclusive).</summary>
    /// <returns>How many.</returns>
    public int Run<TLanes>(BucketRows parent, int firstBucket, int endBucket, in HashTarget target)
        where TLanes : ILanes
    {
        HashTarget here = target;
        here.Scratch = _memory.Pointer<byte>();
        Sort(parent, firstBucket, here, ref _left);
        for (int bucket = firstBucket; bucket < endBucket; bucket++)
        {
            Sort(parent, bucket + 1, here, ref _right);
            int count = TLanes.Match(in _left, in _right, bucket, _matches);
            here.Position += (uint)TLanes.Hash(in _left, in _right, _matches, count, in here);
            (_left, _right) = (_right, _left);
        }

        return (int)(here.Position - target.Position);
    }

    public void Dispose() => _memory.Dispose();

    private static void Sort(BucketRows parent, int bucket, in HashTarget target, ref SortedBucket sorted) =>
        BucketSorter.Sort(parent.Bucket(bucket), parent.Count(bucket), bucket, in target.Layout, target.IsShared, ref sorted);
}
