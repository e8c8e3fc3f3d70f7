using System.Runtime.Intrinsics.X86;
using Autonomys.Cryptography.Memory;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>The working memory of one thread: two sorted buckets, their matches, messages and hashes.</summary>
internal sealed unsafe class PairWorker : IDisposable
{
    private const int ScratchAndStage = MatchHasher.ScratchSize + ((BackPointerStage.Size + 63) / 64 * 64);

    private readonly NativeBuffer _memory = new(ScratchAndStage + (2 * SortedBucket.Size) + MatchList.Size);
    private SortedBucket _left;
    private SortedBucket _right;
    private readonly MatchList _matches;

    public PairWorker()
    {
        byte* memory = _memory.Pointer<byte>() + ScratchAndStage;
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
        BackPointerStage stage = new(here.Scratch + MatchHasher.ScratchSize, target.BackPointers, target.Position);
        Sort(parent, firstBucket, here, ref _left);
        for (int bucket = firstBucket; bucket < endBucket; bucket++)
        {
            Sort(parent, bucket + 1, here, ref _right);
            Prefetch(parent, bucket + 2);
            int count = TLanes.Match(in _left, in _right, bucket, _matches);
            here.BackPointers = stage.ByPosition;
            here.Position += (uint)TLanes.Hash(in _left, in _right, _matches, count, in here);
            stage.Advance(here.Position);
            (_left, _right) = (_right, _left);
        }

        stage.Finish(here.Position);
        return (int)(here.Position - target.Position);
    }

    public void Dispose() => _memory.Dispose();

    /// <summary>
    /// Has the rows of the bucket after the next fetched while this pair is hashed: buckets lie two pages apart, and what fetches ahead by
    /// itself begins anew in each.
    /// </summary>
    private static void Prefetch(BucketRows parent, int bucket)
    {
        if (!Sse.IsSupported || bucket >= parent.Buckets)
        {
            return;
        }

        byte* rows = parent.Bucket(bucket);
        int bytes = parent.Count(bucket) * RowLayout.RowSize;
        for (int at = 0; at < bytes; at += 64)
        {
            Sse.Prefetch1(rows + at);
        }
    }

    private static void Sort(BucketRows parent, int bucket, in HashTarget target, ref SortedBucket sorted) =>
        BucketSorter.Sort(parent.Bucket(bucket), parent.Count(bucket), bucket, in target.Layout, target.IsShared, ref sorted);
}
