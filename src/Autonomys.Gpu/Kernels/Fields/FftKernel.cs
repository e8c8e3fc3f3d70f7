using ILGPU;

namespace Autonomys.Gpu.Kernels.Fields;

/// <summary>
/// Passes of <see cref="Cryptography.Bls12381.Fields.ScalarFft"/>: several stages of butterflies on tiles of <see cref="TileSize"/> scalars in
/// shared memory. Any number of transforms of one size lie one after another.
/// </summary>
/// <remarks>
/// A transform larger than a tile is two passes: rows a tile apart, of which a tile takes a few neighbouring columns, and then whole tiles. In
/// shared memory a word of all scalars lies together, so that neighbouring threads use neighbouring banks.
/// The roots of a butterfly of half-width h lie at [h, 2h) of one table, as on the processor.
/// </remarks>
internal static class FftKernel
{
    /// <summary>Binary logarithm of <see cref="TileSize"/>.</summary>
    public const int LogTileSize = 9;

    /// <summary>Scalars of a tile: 16 KiB of shared memory.</summary>
    public const int TileSize = 1 << LogTileSize;

    /// <summary>Values to coefficients, the stages whose butterflies are at least a tile apart: rows of a tile, 2^logRows of them.</summary>
    public static void InverseRows(ArrayView<DeviceScalar> data, ArrayView<DeviceScalar> roots, int logRows)
    {
        ArrayView<uint> tile = SharedMemory.Allocate<uint>(TileSize * DeviceScalar.Words);
        for (int index = Grid.IdxX; index < data.IntLength / TileSize; index += Grid.DimX)
        {
            LoadColumns(tile, data, index, logRows);
            Group.Barrier();
            int logColumns = LogTileSize - logRows;
            for (int logHalf = logRows - 1; logHalf >= 0; logHalf--)
            {
                for (int i = Group.IdxX; i < TileSize / 2; i += Group.DimX)
                {
                    int column = i & ((1 << logColumns) - 1);
                    int row = i >> logColumns;
                    int low = (LowOf(row, logHalf) << logColumns) | column;
                    int j = ((row & ((1 << logHalf) - 1)) << LogTileSize) | FirstColumn(index, logRows) | column;
                    InverseButterfly(tile, low, 1 << (logHalf + logColumns), roots, 1 << (logHalf + LogTileSize), j);
                }

                Group.Barrier();
            }

            StoreColumns(tile, data, index, logRows);
            Group.Barrier();
        }
    }

    /// <summary>Coefficients to values, the stages whose butterflies are at least a tile apart.</summary>
    public static void ForwardRows(ArrayView<DeviceScalar> data, ArrayView<DeviceScalar> roots, int logRows)
    {
        ArrayView<uint> tile = SharedMemory.Allocate<uint>(TileSize * DeviceScalar.Words);
        for (int index = Grid.IdxX; index < data.IntLength / TileSize; index += Grid.DimX)
        {
            LoadColumns(tile, data, index, logRows);
            Group.Barrier();
            int logColumns = LogTileSize - logRows;
            for (int logHalf = 0; logHalf < logRows; logHalf++)
            {
                for (int i = Group.IdxX; i < TileSize / 2; i += Group.DimX)
                {
                    int column = i & ((1 << logColumns) - 1);
                    int row = i >> logColumns;
                    int low = (LowOf(row, logHalf) << logColumns) | column;
                    int j = ((row & ((1 << logHalf) - 1)) << LogTileSize) | FirstColumn(index, logRows) | column;
                    ForwardButterfly(tile, low, 1 << (logHalf + logColumns), roots, 1 << (logHalf + LogTileSize), j);
                }

                Group.Barrier();
            }

            StoreColumns(tile, data, index, logRows);
            Group.Barrier();
        }
    }

    /// <summary>
    /// On tiles of neighbours: the last <paramref name="inverseStages"/> stages of values to coefficients, then a factor for each coefficient,
    /// then the first <paramref name="forwardStages"/> stages of coefficients to values.
    /// </summary>
    /// <param name="data">Transforms, one after another; less than a tile in all, or a whole number of tiles.</param>
    /// <param name="roots">The table of roots.</param>
    /// <param name="factors">As many as a transform has values, a power of two, in the bit-reversed order of coefficients; or none.</param>
    /// <param name="inverseStages">At most <see cref="LogTileSize"/>; zero leaves this direction out.</param>
    /// <param name="forwardStages">The same.</param>
    public static void Tiles(
        ArrayView<DeviceScalar> data, ArrayView<DeviceScalar> roots, ArrayView<DeviceScalar> factors, int inverseStages, int forwardStages)
    {
        ArrayView<uint> tile = SharedMemory.Allocate<uint>(TileSize * DeviceScalar.Words);
        int length = IntrinsicMath.Min(TileSize, data.IntLength);
        for (int index = Grid.IdxX; index < data.IntLength / length; index += Grid.DimX)
        {
            int first = index * length;
            for (int i = Group.IdxX; i < length; i += Group.DimX)
            {
                Store(tile, i, data[first + i]);
            }

            Group.Barrier();
            InverseStages(tile, roots, inverseStages, length);
            if (factors.IntLength > 0)
            {
                for (int i = Group.IdxX; i < length; i += Group.DimX)
                {
                    Store(tile, i, DeviceScalar.Multiply(Load(tile, i), factors[(first + i) & (factors.IntLength - 1)]));
                }

                Group.Barrier();
            }

            ForwardStages(tile, roots, forwardStages, length);
            for (int i = Group.IdxX; i < length; i += Group.DimX)
            {
                data[first + i] = Load(tile, i);
            }

            Group.Barrier();
        }
    }

    /// <summary>Stages of values to coefficients in a tile, a barrier after each.</summary>
    public static void InverseStages(ArrayView<uint> tile, ArrayView<DeviceScalar> roots, int stages, int length)
    {
        for (int logHalf = stages - 1; logHalf >= 0; logHalf--)
        {
            for (int i = Group.IdxX; i < length / 2; i += Group.DimX)
            {
                InverseButterfly(tile, LowOf(i, logHalf), 1 << logHalf, roots, 1 << logHalf, i & ((1 << logHalf) - 1));
            }

            Group.Barrier();
        }
    }

    /// <summary>Stages of coefficients to values in a tile, a barrier after each.</summary>
    public static void ForwardStages(ArrayView<uint> tile, ArrayView<DeviceScalar> roots, int stages, int length)
    {
        for (int logHalf = 0; logHalf < stages; logHalf++)
        {
            for (int i = Group.IdxX; i < length / 2; i += Group.DimX)
            {
                ForwardButterfly(tile, LowOf(i, logHalf), 1 << logHalf, roots, 1 << logHalf, i & ((1 << logHalf) - 1));
            }

            Group.Barrier();
        }
    }

    public static DeviceScalar Load(ArrayView<uint> tile, int index) => new(
        tile[index],
        tile[index + TileSize],
        tile[index + (2 * TileSize)],
        tile[index + (3 * TileSize)],
        tile[index + (4 * TileSize)],
        tile[index + (5 * TileSize)],
        tile[index + (6 * TileSize)],
        tile[index + (7 * TileSize)]);

    public static void Store(ArrayView<uint> tile, int index, DeviceScalar value)
    {
        tile[index] = value.Word0;
        tile[index + TileSize] = value.Word1;
        tile[index + (2 * TileSize)] = value.Word2;
        tile[index + (3 * TileSize)] = value.Word3;
        tile[index + (4 * TileSize)] = value.Word4;
        tile[index + (5 * TileSize)] = value.Word5;
        tile[index + (6 * TileSize)] = value.Word6;
        tile[index + (7 * TileSize)] = value.Word7;
    }

    // (a, b) becomes (a + b, (a − b) w^−j); w^−j is −w^(half − j), and the plain difference for j = 0.
    private static void InverseButterfly(ArrayView<uint> tile, int low, int distance, ArrayView<DeviceScalar> roots, int half, int j)
    {
        DeviceScalar a = Load(tile, low);
        DeviceScalar b = Load(tile, low + distance);
        Store(tile, low, DeviceScalar.Add(a, b));
        DeviceScalar difference = j == 0 ? DeviceScalar.Subtract(a, b) : DeviceScalar.Subtract(b, a);
        Store(tile, low + distance, DeviceScalar.Multiply(difference, roots[j == 0 ? half : (2 * half) - j]));
    }

    // (a, b) becomes (a + w^j b, a − w^j b).
    private static void ForwardButterfly(ArrayView<uint> tile, int low, int distance, ArrayView<DeviceScalar> roots, int half, int j)
    {
        DeviceScalar a = Load(tile, low);
        DeviceScalar b = DeviceScalar.Multiply(Load(tile, low + distance), roots[half + j]);
        Store(tile, low, DeviceScalar.Add(a, b));
        Store(tile, low + distance, DeviceScalar.Subtract(a, b));
    }

    /// <summary>Where the upper half of butterfly number <paramref name="butterfly"/> of a stage lies.</summary>
    private static int LowOf(int butterfly, int logHalf) =>
        ((butterfly >> logHalf) << (logHalf + 1)) | (butterfly & ((1 << logHalf) - 1));

    // Of tile number index: 2^logRows rows that are a tile's length apart, of each the same few columns.
    private static int FirstColumn(int index, int logRows) => (index & ((1 << logRows) - 1)) << (LogTileSize - logRows);

    private static int Position(int index, int logRows, int local)
    {
        int logColumns = LogTileSize - logRows;
        int transform = (index >> logRows) << (LogTileSize + logRows);
        return transform + ((local >> logColumns) << LogTileSize) + FirstColumn(index, logRows) + (local & ((1 << logColumns) - 1));
    }

    private static void LoadColumns(ArrayView<uint> tile, ArrayView<DeviceScalar> data, int index, int logRows)
    {
        for (int i = Group.IdxX; i < TileSize; i += Group.DimX)
        {
            Store(tile, i, data[Position(index, logRows, i)]);
        }
    }

    private static void StoreColumns(ArrayView<uint> tile, ArrayView<DeviceScalar> data, int index, int logRows)
    {
        for (int i = Group.IdxX; i < TileSize; i += Group.DimX)
        {
            data[Position(index, logRows, i)] = Load(tile, i);
        }
    }
}
