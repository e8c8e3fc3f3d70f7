using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>
/// A right bucket laid out on its grid with five places for each row, in five layers: byte r of layer p is the column of the p-th entry on row r.
/// The 64 rows that a left entry reaches are two vectors of each layer. After row 118 come rows 0 to 62 again.
/// </summary>
/// <remarks>Two entries lie on a row on average. Those beyond the fifth, one in a hundred, are <see cref="Others"/>.</remarks>
internal unsafe struct RightGrid
{
    /// <summary>Entries of a row that have a place, and layers.</summary>
    public const int Places = 5;

    /// <summary>Bytes from one layer to the next: all rows, those that come again, and some to make whole vectors.</summary>
    public const int Stride = 192;

    /// <summary>The most entries without a place; a bucket with more is not laid out.</summary>
    private const int MaxOthers = 32;

    private const int Repeated = PosParameters.Targets - 1;

    /// <summary>Bytes that this needs.</summary>
    public const int Size = (Places * Stride) + (Stride * sizeof(uint)) + (MaxOthers * sizeof(ushort));

    /// <summary>A column that no target has.</summary>
    private const byte Empty = 0xFF;

    public RightGrid(byte* memory)
    {
        Columns = memory;
        RowStarts = (uint*)(memory + (Places * Stride));
        Others = (ushort*)(RowStarts + Stride);
        OtherCount = 0;
    }

    /// <summary>The layers, one after the other; 255 where there is no entry.</summary>
    public readonly byte* Columns;

    /// <summary>In the lower 16 bits, which entry is in the first place of row 0 to 118, then of row 0 to 62; the next ones follow it.</summary>
    public readonly uint* RowStarts;

    /// <summary>Entries without a place, ascending.</summary>
    public readonly ushort* Others;

    public int OtherCount;

    /// <summary>Puts every entry of a bucket into its place.</summary>
    /// <returns>False if too many have none.</returns>
    public bool TryFill(in SortedBucket bucket)
    {
        // SAFETY: rows are below 119 and places below 5, so all is within the room; Others is left as soon as it is full.
        Vector256<byte> empty = Vector256.Create(Empty);
        for (int i = 0; i < Places * Stride; i += 32)
        {
            empty.Store(Columns + i);
        }

        byte* rows = bucket.GridRows;
        byte* columns = bucket.GridColumns;
        uint* starts = bucket.RowStarts;
        OtherCount = 0;
        for (int i = 0; i < bucket.Count; i++)
        {
            int row = rows[i];
            int place = i - (ushort)starts[row];
            if (place < Places)
            {
                Columns[(place * Stride) + row] = columns[i];
                continue;
            }

            if (OtherCount == MaxOthers)
            {
                return false;
            }

            Others[OtherCount++] = (ushort)i;
        }

        for (int layer = 0; layer < Places; layer++)
        {
            byte* cells = Columns + (layer * Stride);
            Unsafe.CopyBlockUnaligned(cells + PosParameters.B, cells, Repeated);
        }

        Unsafe.CopyBlockUnaligned(RowStarts, starts, PosParameters.B * sizeof(uint));
        Unsafe.CopyBlockUnaligned(RowStarts + PosParameters.B, starts, Repeated * sizeof(uint));
        return true;
    }
}
