namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// A bucket in the order (y, position): the rows stay where they are, what is sorted are their offsets and their places on the grid, in
/// memory that stays in the nearest cache.
/// </summary>
internal unsafe struct SortedBucket
{
    /// <summary>
    /// Grid row beyond the last entry: seen from any row of the grid, and also with 119 added, more than 63 rows away modulo 256.
    /// </summary>
    public const byte RowBeyond = 190;

    /// <summary>Vectors of 64 bytes may be read from any entry on.</summary>
    public const int Padding = 64;

    private const int Room = PosParameters.MaxBucketEntries;

    /// <summary>Cells of <see cref="RowStarts"/>.</summary>
    public const int StartCells = 136;

    /// <summary>Bytes that the arrays need.</summary>
    public const int Size = (StartCells * sizeof(uint)) + (Room * sizeof(ushort)) + (2 * (Room + Padding));

    public SortedBucket(byte* memory)
    {
        RowStarts = (uint*)memory;
        Order = (ushort*)(RowStarts + StartCells);
        GridRows = (byte*)(Order + Room);
        GridColumns = GridRows + Room + Padding;
        Rows = null;
        Count = 0;
    }

    public int Count;

    /// <summary>The rows in the order in which they came.</summary>
    public byte* Rows;

    /// <summary>Offset of each entry's row in <see cref="Rows"/>, in bytes.</summary>
    public readonly ushort* Order;

    /// <summary>Row on the 119 × 127 grid; <see cref="RowBeyond"/> after the last entry.</summary>
    public readonly byte* GridRows;

    /// <summary>Column on the grid.</summary>
    public readonly byte* GridColumns;

    /// <summary>In the lower 16 bits, the index of the first entry on each row of the grid; at 119, <see cref="Count"/>.</summary>
    public readonly uint* RowStarts;

    /// <summary>Index of the first entry on grid row 0 to 119.</summary>
    public readonly int RowStart(int row) => (ushort)RowStarts[row];

    /// <summary>The row of an entry.</summary>
    public readonly uint* Row(int index) => (uint*)(Rows + Order[index]);
}
