using Autonomys.Cryptography.Memory;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>The rows of one table by bucket, each bucket with room for 512.</summary>
internal sealed unsafe class BucketRows : IDisposable
{
    /// <summary>
    /// Rows from one bucket to the next: four more than a bucket holds, so that buckets that fill at the same rate do not all want the
    /// same sets of the cache.
    /// </summary>
    public const int Stride = PosParameters.MaxBucketEntries + 4;

    private readonly NativeBuffer _rows;
    private readonly NativeBuffer _counts;

    public BucketRows(int k)
    {
        Buckets = PosParameters.Buckets(k);
        _rows = new NativeBuffer((long)Buckets * Stride * RowLayout.RowSize);
        _counts = new NativeBuffer((long)Buckets * sizeof(int));
    }

    public int Buckets { get; }

    public long Bytes => _rows.Bytes + _counts.Bytes;

    /// <summary>Row i of bucket b is at 16 · (b · <see cref="Stride"/> + i).</summary>
    public byte* Rows => _rows.Pointer<byte>();

    /// <summary>Rows that were put into each bucket; what is above 512 was not kept.</summary>
    public int* Counts => _counts.Pointer<int>();

    public void Clear() => new Span<int>(Counts, Buckets).Clear();

    /// <summary>Rows that bucket <paramref name="index"/> holds.</summary>
    public int Count(int index) => Math.Min(Counts[index], PosParameters.MaxBucketEntries);

    public byte* Bucket(int index) => Rows + ((long)index * Stride * RowLayout.RowSize);

    /// <summary>Whether a bucket was given more than it keeps; which rows it kept then depends on the order they came in.</summary>
    public bool AnyOverflow()
    {
        foreach (int count in new ReadOnlySpan<int>(Counts, Buckets))
        {
            if (count > PosParameters.MaxBucketEntries)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _rows.Dispose();
        _counts.Dispose();
    }
}
