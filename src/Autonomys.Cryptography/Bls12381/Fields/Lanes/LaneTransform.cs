namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>The transforms of <see cref="ScalarFft"/> in lanes, any number of equal ones side by side in a buffer.</summary>
/// <remarks>
/// Both multiply before they add, so that a value grows by 2 r a level and is never reduced: 1.5 r at the start are below 34 r
/// after sixteen levels. The levels within a group are done in columns, a tile of L² elements at a time; two others are one pass.
/// </remarks>
internal static unsafe class LaneTransform<TVector, TOperations>
    where TVector : unmanaged
    where TOperations : struct, ILaneOperations<TVector>
{
    /// <summary>Vectors that the methods need as scratch.</summary>
    public const int ScratchVectors = 9 * Limbs;

    private const int Limbs = Scalar.ShortLimbs;

    private static int Lanes => TOperations.Lanes;

    /// <summary>
    /// Natural order in rows to bit-reversed order in columns, roots w̄: values at the powers of w to coefficients, times the size;
    /// or coefficients to values at the powers of w̄.
    /// </summary>
    /// <param name="data">Settled, below 1.5 r; settled and below 34 r afterwards.</param>
    /// <param name="logCount">Elements, at least L².</param>
    /// <param name="logSize">Of each transform, at least L.</param>
    /// <param name="scratch"><see cref="ScratchVectors"/> vectors.</param>
    public static void ToBitReversed(TVector* data, int logCount, int logSize, TVector* scratch)
    {
        // SAFETY: the caller's buffer has 2^logCount elements; all addresses below are of whole groups of it, or of a table.
        int groups = (1 << logCount) / Lanes;
        int half = (1 << logSize) / Lanes / 2;
        bool first = true;
        while (half >= 1)
        {
            int step = half >= 2 ? 4 : 2;
            int part = 2 * half / step;
            int blocksOfSize = (1 << logSize) / Lanes / (2 * half);
            for (int start = 0, number = 0; start < groups; start += 2 * half, number++)
            {
                int block = number & (blocksOfSize - 1);
                if (step == 4)
                {
                    PassInBlocks(data + (start * Limbs), part, block, first, scratch);
                }
                else
                {
                    LevelInBlocks(data + (start * Limbs), part, block, first, scratch);
                }
            }

            first = false;
            half /= step;
        }

        TVector* roots = (TVector*)LaneTables<TVector, TOperations>.TileRoots(logSize).Data;
        int tilesOfSize = Math.Max(1, (1 << logSize) / (Lanes * Lanes));
        for (int tile = 0; tile < groups / Lanes; tile++)
        {
            TVector* groupsOfTile = data + (tile * Lanes * Limbs);
            Transpose((uint*)groupsOfTile);
            BlocksInColumns(groupsOfTile, roots + ((tile & (tilesOfSize - 1)) * Lanes * Limbs), scratch);
        }
    }

    /// <summary>
    /// Bit-reversed order in columns to natural order in rows, roots w: coefficients to values at the powers of w; or values at the
    /// powers of w̄ to coefficients, times the size.
    /// </summary>
    /// <param name="data">Settled, below 1.5 r; settled and below 34 r afterwards.</param>
    /// <param name="logCount">Elements, at least L².</param>
    /// <param name="logSize">Of each transform, at least L.</param>
    /// <param name="scratch"><see cref="ScratchVectors"/> vectors.</param>
    public static void FromBitReversed(TVector* data, int logCount, int logSize, TVector* scratch)
    {
        int groups = (1 << logCount) / Lanes;
        for (int tile = 0; tile < groups / Lanes; tile++)
        {
            TVector* groupsOfTile = data + (tile * Lanes * Limbs);
            PositionsInColumns(groupsOfTile, scratch);
            Transpose((uint*)groupsOfTile);
        }

        TVector* roots = (TVector*)LaneTables<TVector, TOperations>.Positions.Data;
        int size = (1 << logSize) / Lanes;
        int half = 1;
        while (half < size)
        {
            if (2 * half < size)
            {
                for (int start = 0; start < groups; start += 4 * half)
                {
                    PassByPosition(data + (start * Limbs), half, roots, scratch);
                }

                half *= 4;
            }
            else
            {
                for (int start = 0; start < groups; start += 2 * half)
                {
                    LevelByPosition(data + (start * Limbs), half, roots, scratch);
                }

                half *= 2;
            }
        }
    }

    // Two levels of the first kind: a block of four parts, the root of the block, then those of its halves.
    private static void PassInBlocks(TVector* a, int part, int block, bool trivial, TVector* scratch)
    {
        TVector* root = scratch + (3 * Limbs);
        TVector* rootOfLow = root + Limbs;
        TVector* rootOfHigh = rootOfLow + Limbs;
        TVector* first = rootOfHigh + Limbs;
        TVector* second = first + Limbs;
        uint* table = LaneTables<TVector, TOperations>.Blocks.Data;
        LaneField<TVector, TOperations>.Spread(table + (block * Limbs), root);
        LaneField<TVector, TOperations>.Spread(table + (2 * block * Limbs), rootOfLow);
        LaneField<TVector, TOperations>.Spread(table + (((2 * block) + 1) * Limbs), rootOfHigh);
        TVector* b = a + (part * Limbs);
        TVector* c = b + (part * Limbs);
        TVector* d = c + (part * Limbs);
        for (int i = 0; i < part; i++, a += Limbs, b += Limbs, c += Limbs, d += Limbs)
        {
            if (trivial)
            {
                LaneField<TVector, TOperations>.AddSubtract(a, c, c);
                LaneField<TVector, TOperations>.AddSubtract(b, d, d);
            }
            else
            {
                LaneField<TVector, TOperations>.MultiplySame(c, root, first, scratch);
                LaneField<TVector, TOperations>.MultiplySame(d, root, second, scratch);
                LaneField<TVector, TOperations>.AddSubtract(a, first, c);
                LaneField<TVector, TOperations>.AddSubtract(b, second, d);
            }

            LaneField<TVector, TOperations>.MultiplySame(b, rootOfLow, first, scratch);
            LaneField<TVector, TOperations>.MultiplySame(d, rootOfHigh, second, scratch);
            LaneField<TVector, TOperations>.AddSubtractSettled(a, first, b);
            LaneField<TVector, TOperations>.AddSubtractSettled(c, second, d);
        }
    }

    private static void LevelInBlocks(TVector* a, int part, int block, bool trivial, TVector* scratch)
    {
        TVector* root = scratch + (3 * Limbs);
        TVector* product = root + Limbs;
        LaneField<TVector, TOperations>.Spread(LaneTables<TVector, TOperations>.Blocks.Data + (block * Limbs), root);
        TVector* b = a + (part * Limbs);
        for (int i = 0; i < part; i++, a += Limbs, b += Limbs)
        {
            if (trivial)
            {
                LaneField<TVector, TOperations>.AddSubtractSettled(a, b, b);
            }
            else
            {
                LaneField<TVector, TOperations>.MultiplySame(b, root, product, scratch);
                LaneField<TVector, TOperations>.AddSubtractSettled(a, product, b);
            }
        }
    }

    private static void BlocksInColumns(TVector* tile, TVector* roots, TVector* scratch)
    {
        TVector* product = scratch + (3 * Limbs);
        for (int half = Lanes / 2; half >= 1; half /= 2)
        {
            for (int start = 0; start < Lanes; start += 2 * half, roots += Limbs)
            {
                for (int i = start; i < start + half; i++)
                {
                    TVector* high = tile + ((i + half) * Limbs);
                    LaneField<TVector, TOperations>.Multiply(high, roots, product, scratch);
                    LaneField<TVector, TOperations>.AddSubtractSettled(tile + (i * Limbs), product, high);
                }
            }
        }
    }

    private static void PositionsInColumns(TVector* tile, TVector* scratch)
    {
        for (int i = 0; i < Lanes; i += 2)
        {
            TVector* high = tile + ((i + 1) * Limbs);
            LaneField<TVector, TOperations>.AddSubtractSettled(tile + (i * Limbs), high, high);
        }

        TVector* product = scratch + (3 * Limbs);
        for (int half = 2; half < Lanes; half *= 2)
        {
            TVector* roots = (TVector*)LaneTables<TVector, TOperations>.SmallPositions.Data + (half * Limbs);
            for (int start = 0; start < Lanes; start += 2 * half)
            {
                for (int j = 0; j < half; j++)
                {
                    TVector* high = tile + ((start + half + j) * Limbs);
                    LaneField<TVector, TOperations>.MultiplySame(high, roots + (j * Limbs), product, scratch);
                    LaneField<TVector, TOperations>.AddSubtractSettled(tile + ((start + j) * Limbs), product, high);
                }
            }
        }
    }

    // Two levels of the second kind, of half-widths part and 2 · part groups.
    private static void PassByPosition(TVector* a, int part, TVector* roots, TVector* scratch)
    {
        TVector* first = scratch + (3 * Limbs);
        TVector* second = first + Limbs;
        TVector* b = a + (part * Limbs);
        TVector* c = b + (part * Limbs);
        TVector* d = c + (part * Limbs);
        TVector* root = roots + (part * Limbs);
        TVector* rootOfLow = roots + (2 * part * Limbs);
        TVector* rootOfHigh = rootOfLow + (part * Limbs);
        for (int i = 0; i < part; i++)
        {
            LaneField<TVector, TOperations>.Multiply(b, root, first, scratch);
            LaneField<TVector, TOperations>.Multiply(d, root, second, scratch);
            LaneField<TVector, TOperations>.AddSubtract(a, first, b);
            LaneField<TVector, TOperations>.AddSubtract(c, second, d);
            LaneField<TVector, TOperations>.Multiply(c, rootOfLow, first, scratch);
            LaneField<TVector, TOperations>.Multiply(d, rootOfHigh, second, scratch);
            LaneField<TVector, TOperations>.AddSubtractSettled(a, first, c);
            LaneField<TVector, TOperations>.AddSubtractSettled(b, second, d);
            a += Limbs;
            b += Limbs;
            c += Limbs;
            d += Limbs;
            root += Limbs;
            rootOfLow += Limbs;
            rootOfHigh += Limbs;
        }
    }

    private static void LevelByPosition(TVector* a, int part, TVector* roots, TVector* scratch)
    {
        TVector* product = scratch + (3 * Limbs);
        TVector* b = a + (part * Limbs);
        TVector* root = roots + (part * Limbs);
        for (int i = 0; i < part; i++, a += Limbs, b += Limbs, root += Limbs)
        {
            LaneField<TVector, TOperations>.Multiply(b, root, product, scratch);
            LaneField<TVector, TOperations>.AddSubtractSettled(a, product, b);
        }
    }

    // Rows of a tile to columns and back, in place.
    private static void Transpose(uint* tile)
    {
        int group = Limbs * Lanes;
        for (int limb = 0; limb < Limbs; limb++, tile += Lanes)
        {
            for (int i = 1; i < Lanes; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    (tile[(i * group) + j], tile[(j * group) + i]) = (tile[(j * group) + i], tile[(i * group) + j]);
                }
            }
        }
    }
}
