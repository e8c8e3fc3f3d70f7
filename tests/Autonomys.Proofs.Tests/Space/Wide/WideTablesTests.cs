using System.Runtime.Intrinsics.X86;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Reference;
using Autonomys.Proofs.Space.Wide;
using Autonomys.Testing;

namespace Autonomys.Proofs.Tests.Space.Wide;

/// <summary>Every width of the fast tables against the plainly written ones, entry for entry.</summary>
/// <remarks>Vectors of 512 bits work on every processor, slowly where they have to be put together; those of 256 need AVX2.</remarks>
public sealed unsafe class WideTablesTests
{
    [Theory]
    [InlineData(15, nameof(LaneWidth.Scalar), 1)]
    [InlineData(15, nameof(LaneWidth.Vector256), 1)]
    [InlineData(15, nameof(LaneWidth.Vector512), 1)]
    [InlineData(15, nameof(LaneWidth.Vector256), 3)]
    [InlineData(16, nameof(LaneWidth.Vector256), 1)]
    [InlineData(16, nameof(LaneWidth.Vector512), 2)]
    [InlineData(17, nameof(LaneWidth.Scalar), 2)]
    [InlineData(17, nameof(LaneWidth.Vector256), 2)]
    [InlineData(17, nameof(LaneWidth.Vector512), 1)]
    public void Tables_are_the_plain_ones(int k, string width, int threads)
    {
        LaneWidth lanes = Enum.Parse<LaneWidth>(width);
        Assert.SkipWhen(lanes == LaneWidth.Vector256 && !Avx2.IsSupported, "This processor has no AVX2.");
        PosSeed seed = PosSeed.From(Vectors.Bytes($"wide-tables-{k}", 32));
        ReferenceTable[] expected = ReferenceTables.Create(k, seed);
        using WideTables tables = new(k);
        tables.TableMade = table => AssertRows(expected[table - 1], tables, table, threads);

        tables.Create(seed, threads, lanes, lastMask: 0);

        AssertLast(expected, tables, 0);
        if (threads == 1)
        {
            for (int table = 2; table <= PosParameters.Tables; table++)
            {
                ReadOnlySpan<ulong> wanted = expected[table - 1].BackPointers;
                Assert.True(wanted.SequenceEqual(tables.Buffers.BackPointers(table)[..wanted.Length]), $"Back pointers of table {table} differ.");
            }
        }

        // The same buffers once more, now with some of table 7 only.
        uint mask = 0x1C0;
        tables.Create(seed, threads, lanes, mask);
        AssertLast(expected, tables, mask);
    }

    /// <summary>Rows in their buckets: each has the position, the y and the metadata of an entry; none is missing.</summary>
    private static void AssertRows(ReferenceTable expected, WideTables tables, int table, int threads)
    {
        RowLayout layout = tables.Layout(table);
        BucketRows rows = tables.Buffers.RowsOf(table);
        List<(uint Position, uint Y, UInt128 Metadata)> found = [];
        for (int bucket = 0; bucket < rows.Buckets; bucket++)
        {
            for (int i = 0; i < rows.Count(bucket); i++)
            {
                uint* row = (uint*)(rows.Bucket(bucket) + (i * RowLayout.RowSize));
                UInt128 all = new(((ulong)row[0] << 32) | row[1], ((ulong)row[2] << 32) | row[3]);
                uint y = row[0] >> layout.YShift;
                Assert.Equal((uint)bucket, y / PosParameters.BucketSpan);
                UInt128 metadata = (all & ~(UInt128)RowLayout.PositionMask) << (32 - layout.YShift);
                found.Add((row[3] & RowLayout.PositionMask, y, metadata));
            }
        }

        found.Sort();
        Assert.Equal(expected.Ys.Length, found.Count);
        for (int i = 0; i < found.Count; i++)
        {
            // Several threads leave gaps between their positions, which keep their order.
            Assert.True(threads > 1 || found[i].Position == i, $"Position {found[i].Position} in place of {i} in table {table}.");
            Assert.Equal(expected.Ys[i], found[i].Y);
            if (table <= 6)
            {
                Assert.Equal(MetadataAtTop(expected, tables, table, i), found[i].Metadata);
            }
        }
    }

    private static UInt128 MetadataAtTop(ReferenceTable expected, WideTables tables, int table, int index)
    {
        int yBits = 32 - tables.Layout(table).YShift;
        int bits = PosParameters.MetadataBits(yBits - PosParameters.ExtensionBits, table);
        return expected.Metadata[index] << (128 - bits);
    }

    /// <summary>Table 7, and the x values that its entries stand on.</summary>
    private static void AssertLast(ReferenceTable[] expected, WideTables tables, uint mask)
    {
        uint[] wanted = [.. expected[^1].Ys.Where(y => (y & mask) == 0)];
        List<uint> found = [];
        List<uint> positions = [];
        for (int run = 0; run < tables.Buffers.LastRunCount; run++)
        {
            ReadOnlySpan<uint> ys = tables.Buffers.LastRun(run, out int first);
            found.AddRange(ys);
            positions.AddRange(Enumerable.Range(first, ys.Length).Select(position => (uint)position));
        }

        Assert.Equal(wanted, found);
        Assert.NotEmpty(found);

        ReferenceTableStore store = new(expected);
        uint[] expectedPositions = [.. Enumerable.Range(0, expected[^1].Ys.Length).Where(i => (expected[^1].Ys[i] & mask) == 0).Select(i => (uint)i)];
        for (int i = 0; i < positions.Count; i += 97)
        {
            Assert.Equal(WalkBack(store, expectedPositions[i]), WalkBack(tables.Buffers, positions[i]));
        }
    }

    private static uint[] WalkBack(ITableStore store, uint position)
    {
        uint[] positions = [position];
        for (int table = PosParameters.Tables; table >= 2; table--)
        {
            ReadOnlySpan<ulong> backPointers = store.BackPointers(table);
            uint[] next = new uint[2 * positions.Length];
            for (int i = 0; i < positions.Length; i++)
            {
                next[2 * i] = (uint)backPointers[(int)positions[i]];
                next[(2 * i) + 1] = (uint)(backPointers[(int)positions[i]] >> 32);
            }

            positions = next;
        }

        return positions;
    }
}
