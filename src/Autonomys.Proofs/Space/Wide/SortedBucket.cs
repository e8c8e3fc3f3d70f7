namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// A bucket in the order (y, position), in the forms that matching and hashing read: fixed arrays in memory that stays in the nearest cache.
/// </summary>
internal unsafe struct SortedBucket
{
    private const int Room = PosParameters.MaxBucketEntries;

    /// <summary>Vectors of up to 64 bytes may be read to their end.</summary>
    private const int Padding = 64;

    /// <summary>Bytes that the arrays need.</summary>
    public const int Size = (2 * Room * RowLayout.RowSize) + (3 * (Room + Padding)) + (2 * 256);

    public SortedBucket(byte* memory)
    {
        LeftRows = memory;
        RightRows = LeftRows + (Room * RowLayout.RowSize);
        GridRows = RightRows + (Room * RowLayout.RowSize);
        GridColumns = GridRows + Room + Padding;
        Beyond = GridColumns + Room + Padding;
        RowStarts = (ushort*)(Beyond + Room + Padding);
        Count = 0;
    }

    public int Count;

    /// <summary>Rows as they are: what a match hashes of its left entry.</summary>
    public readonly byte* LeftRows;

    /// <summary>Rows with the metadata where a match hashes it of its right entry, from word <see cref="RowLayout.RightWord"/> on.</summary>
    public readonly byte* RightRows;

    /// <summary>Row on the 119 × 127 grid.</summary>
    public readonly byte* GridRows;

    /// <summary>Column on the grid.</summary>
    public readonly byte* GridColumns;

    /// <summary>0 for an entry, 255 from <see cref="Count"/> to the end of its vector.</summary>
    public readonly byte* Beyond;

    /// <summary>Index of the first entry on each row of the grid; entry 119 is <see cref="Count"/>.</summary>
    public readonly ushort* RowStarts;
}
