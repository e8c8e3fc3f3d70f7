using System.Numerics;

namespace Autonomys.Cryptography.Bls12381.Fields.Lanes;

/// <summary>Roots of unity as transforms in lanes read them; made once for a width, kept for good: some 10 MB in use.</summary>
/// <remarks>
/// Elements of a buffer lie in one of two orders. In rows: element e is lane e mod L of group e / L, for L lanes. In columns, within
/// tiles of L² elements: element e is lane (e / L) mod L of group L · (e / L²) + e mod L. Roots are times 2^261, below r.
/// w̄ is the inverse of the root w of <see cref="ScalarFft"/>.
/// </remarks>
internal static unsafe class LaneTables<TVector, TOperations>
    where TVector : unmanaged
    where TOperations : struct, ILaneOperations<TVector>
{
    private const int Limbs = Scalar.ShortLimbs;
    private const int LogRoots = ScalarFft.MaxLogSize;

    // All powers of the root of order 2^16, times 2^261.
    private static readonly Scalar[] Powers = MakePowers();

    private static readonly LaneBuffer?[] Tiles = new LaneBuffer?[LogRoots + 1];
    private static readonly LaneBuffer?[] FactorsToOdd = new LaneBuffer?[LogRoots + 1];
    private static readonly LaneBuffer?[] FactorsToOddInColumns = new LaneBuffer?[LogRoots + 1];
    private static readonly Lock Making = new();

    /// <summary>Side by side, nine limbs each: number b is w̄ to the power that b's bits, reversed, are as a fraction of a half turn.</summary>
    public static readonly LaneBuffer Blocks = MakeBlocks();

    /// <summary>In rows: at h + j, the power j of the root of order 2 h.</summary>
    public static readonly LaneBuffer Positions = MakePositions();

    /// <summary>The first <see cref="ILaneOperations{TVector}.Lanes"/> of <see cref="Positions"/>, each in all lanes of a group.</summary>
    public static readonly LaneBuffer SmallPositions = MakeSmallPositions();

    public static int Lanes => TOperations.Lanes;

    public static int LogLanes => BitOperations.Log2((uint)TOperations.Lanes);

    /// <summary>A power of the root of order 2^<paramref name="logOrder"/>, as a scalar's limbs.</summary>
    public static Scalar Power(int index, int logOrder) => Powers[index << (LogRoots - logOrder)];

    /// <summary>A scalar's limbs times 2^261 rather than 2^256.</summary>
    public static Scalar Scale(Scalar value) => value * Scalar.FromUInt64(1u << ((Limbs * Scalar.ShortLimbBits) - 256));

    /// <summary>
    /// For each tile of a transform, group by group, the roots of its L − 1 pairs of blocks inside a lane: first that of
    /// the largest blocks, then two, then four.
    /// </summary>
    public static LaneBuffer TileRoots(int logSize) => Get(Tiles, logSize, MakeTileRoots);

    /// <summary>In rows: powers of w̄ of twice the order, over the size: moves coefficients to the odd roots.</summary>
    public static LaneBuffer ToOdd(int logSize) => Get(FactorsToOdd, logSize, size => MakeFactors(
        size, ScalarFft.RootOfUnity(size + 1).Invert(), Scalar.FromUInt64(1UL << size).Invert(), RowAddress));

    /// <summary>In columns, and bit-reversed: powers of w of twice the order, over the size.</summary>
    public static LaneBuffer ToOddInColumns(int logSize) => Get(FactorsToOddInColumns, logSize, size => MakeFactors(
        size,
        ScalarFft.RootOfUnity(size + 1),
        Scalar.FromUInt64(1UL << size).Invert(),
        element => ColumnAddress(Reverse(element, size))));

    /// <summary>Offset of an element's lowest limb, its limbs being <see cref="Lanes"/> words apart, in rows.</summary>
    public static int RowAddress(int element) => (element >> LogLanes) * (Limbs << LogLanes) + (element & (TOperations.Lanes - 1));

    /// <summary>The same in columns.</summary>
    public static int ColumnAddress(int element)
    {
        int lane = (element >> LogLanes) & (TOperations.Lanes - 1);
        int group = (element >> (2 * LogLanes) << LogLanes) | (element & (TOperations.Lanes - 1));
        return (group * (Limbs << LogLanes)) + lane;
    }

    public static int Reverse(int value, int bits) => bits == 0 ? 0 : (int)(ScalarFft.ReverseBits((uint)value) >> (32 - bits));

    /// <summary>first, first · ratio, first · ratio², … times 2^261, each where <paramref name="address"/> says.</summary>
    public static LaneBuffer MakeFactors(int logSize, Scalar ratio, Scalar first, Func<int, int> address)
    {
        LaneBuffer factors = LaneBuffer.Rent(logSize);
        Scalar power = Scale(first);
        for (int i = 0; i < 1 << logSize; i++)
        {
            power.ToShortLimbs(factors.Data + address(i), TOperations.Lanes);
            power *= ratio;
        }

        return factors;
    }

    private static LaneBuffer Get(LaneBuffer?[] tables, int logSize, Func<int, LaneBuffer> make)
    {
        LaneBuffer? table = Volatile.Read(ref tables[logSize]);
        if (table is not null)
        {
            return table;
        }

        lock (Making)
        {
            return tables[logSize] ??= make(logSize);
        }
    }

    private static Scalar[] MakePowers()
    {
        Scalar[] powers = new Scalar[1 << LogRoots];
        Scalar root = ScalarFft.RootOfUnity(LogRoots);
        Scalar power = Scale(Scalar.One);
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = power;
            power *= root;
        }

        return powers;
    }

    private static Scalar BlockRoot(int block)
    {
        int exponent = Reverse(block, LogRoots - 1);
        return Powers[exponent == 0 ? 0 : (1 << LogRoots) - exponent];
    }

    private static LaneBuffer MakeBlocks()
    {
        LaneBuffer blocks = LaneBuffer.Rent(LogRoots - 1);
        for (int i = 0; i < 1 << (LogRoots - 1); i++)
        {
            BlockRoot(i).ToShortLimbs(blocks.Data + (i * Limbs), 1);
        }

        return blocks;
    }

    private static LaneBuffer MakePositions()
    {
        LaneBuffer positions = LaneBuffer.Rent(LogRoots);
        Scalar.Zero.ToShortLimbs(positions.Data, TOperations.Lanes);
        for (int logHalf = 0; logHalf < LogRoots; logHalf++)
        {
            for (int j = 0; j < 1 << logHalf; j++)
            {
                Power(j, logHalf + 1).ToShortLimbs(positions.Data + RowAddress((1 << logHalf) + j), TOperations.Lanes);
            }
        }

        return positions;
    }

    private static LaneBuffer MakeSmallPositions()
    {
        LaneBuffer small = LaneBuffer.Rent(2 * LogLanes);
        for (int i = 0; i < TOperations.Lanes * TOperations.Lanes; i++)
        {
            int position = i >> LogLanes;
            Scalar root = Scalar.Zero;
            if (position > 0)
            {
                int logHalf = BitOperations.Log2((uint)position);
                root = Power(position - (1 << logHalf), logHalf + 1);
            }

            root.ToShortLimbs(small.Data + RowAddress(i), TOperations.Lanes);
        }

        return small;
    }

    private static LaneBuffer MakeTileRoots(int logSize)
    {
        int lanes = TOperations.Lanes;
        int tiles = Math.Max(1, 1 << Math.Max(0, logSize - (2 * LogLanes)));
        int rowsOfBlock = 1 << (logSize - LogLanes);
        LaneBuffer roots = LaneBuffer.Rent(Math.Max(logSize, 2 * LogLanes));
        for (int tile = 0; tile < tiles; tile++)
        {
            int group = tile * lanes;
            for (int blocks = 1; blocks < lanes; blocks *= 2)
            {
                for (int block = 0; block < blocks; block++, group++)
                {
                    for (int lane = 0; lane < lanes; lane++)
                    {
                        int row = ((tile * lanes) + lane) & (rowsOfBlock - 1);
                        BlockRoot((row * blocks) + block).ToShortLimbs(roots.Data + (group * Limbs * lanes) + lane, lanes);
                    }
                }
            }
        }

        return roots;
    }
}
