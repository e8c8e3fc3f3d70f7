using System.Runtime.InteropServices;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Reference;
using Autonomys.Proofs.Space.Wide;
using Autonomys.Testing;
using ILGPU;
using ILGPU.Runtime;
using TableBuffers = Autonomys.Gpu.Launchers.TableBuffers;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class TableKernelTests(TestDevice device)
{
    protected void Whole_tables_equal_the_reference(int k)
    {
        ComputeDevice compute = device.Open();
        PosSeed seed = PosSeed.From(Vectors.Bytes($"gpu-tables-{k}", PosSeed.Size));
        using TableBuffers buffers = new(compute, k);
        using TableLauncher launcher = new(compute, k);
        DeviceTables tables = new();
        launcher.TableMade = table =>
        {
            compute.Accelerator.DefaultStream.Synchronize();
            tables.Take(table, buffers);
        };
        launcher.Make(compute.Accelerator.DefaultStream, seed, buffers);
        compute.Accelerator.DefaultStream.Synchronize();

        ReferenceTable[] expected = ReferenceTables.Create(k, seed);
        for (int table = 1; table < PosParameters.Tables; table++)
        {
            Assert.Equal(expected[table - 1].Ys, tables.Entries[table - 1].Select(entry => entry.Y));
            Assert.Equal(expected[table - 1].Metadata, tables.Entries[table - 1].Select(entry => entry.Metadata));
            Assert.Equal(expected[table - 1].BackPointers, tables.BackPointers[table - 1] ?? []);
        }

        Assert.Equal(0, buffers.Overflow.GetAsArray()[0]);
    }

    /// <summary>Each table's first pairs of buckets, from rows that the processor made, against the table that the processor made of them.</summary>
    [Fact]
    public unsafe void Pairs_of_buckets_of_the_network_s_size_equal_the_processor_s()
    {
        const int K = PosParameters.NetworkK;
        const int Pairs = 6;
        ComputeDevice compute = device.Open();
        PosSeed seed = PosSeed.From(Vectors.Bytes("gpu-pairs", PosSeed.Size));
        using WideTables wide = new(K);
        TableRow[][] parents = new TableRow[PosParameters.Tables][];
        int[][] counts = new int[PosParameters.Tables][];
        Dictionary<uint, TableRow>[] made = new Dictionary<uint, TableRow>[PosParameters.Tables];
        wide.TableMade = table =>
        {
            BucketRows rows = wide.Buffers.RowsOf(table);
            parents[table] = new TableRow[(Pairs + 1) * TableRules.BucketRoom];
            counts[table] = new int[Pairs + 1];
            made[table] = [];
            for (int bucket = 0; bucket < rows.Buckets; bucket++)
            {
                for (int slot = 0; slot < rows.Count(bucket); slot++)
                {
                    TableRow row = Read(rows.Bucket(bucket) + (slot * RowLayout.RowSize));
                    if (bucket <= Pairs)
                    {
                        // Backwards: a device may fill buckets in any order.
                        counts[table][bucket] = rows.Count(bucket);
                        parents[table][(bucket * TableRules.BucketRoom) + rows.Count(bucket) - 1 - slot] = row;
                    }

                    if ((row.W3 & TableRules.PositionMask) < Pairs * PosParameters.MaxBucketEntries)
                    {
                        made[table][row.W3 & TableRules.PositionMask] = row;
                    }
                }
            }
        };
        wide.Create(seed, 1, LaneWidths.Widest, lastMask: 0);

        TableKernels kernels = TableKernels.Load(compute.Accelerator, K);
        using TableBuffers buffers = new(compute, K);
        for (int table = 2; table < PosParameters.Tables; table++)
        {
            AcceleratorStream stream = compute.Accelerator.DefaultStream;
            ArrayView<TableRow> parentRows = buffers.Rows(table - 1).SubView(0, parents[table - 1].Length);
            ArrayView<int> parentCounts = buffers.Counts(table - 1).SubView(0, Pairs + 1);
            parentRows.CopyFromCPU(stream, parents[table - 1]);
            parentCounts.CopyFromCPU(stream, counts[table - 1]);
            buffers.Counts(table).MemSetToZero(stream);
            kernels.Next[table - 2](
                stream, compute.ForGroups(Pairs), parentRows, parentCounts, buffers.Rows(table), buffers.Counts(table), buffers.BackPointersOf(table), buffers.Overflow);
            stream.Synchronize();

            ulong[] pointers = buffers.BackPointersOf(table).SubView(0, Pairs * TableRules.BucketRoom).GetAsArray();
            ReadOnlySpan<ulong> expectedPointers = wide.Buffers.BackPointers(table);
            List<TableRow> actual = Rows(buffers.Rows(table).GetAsArray(), buffers.Counts(table).GetAsArray());
            Assert.True(actual.Count > Pairs * 100);
            for (int i = 0; i < actual.Count; i++)
            {
                TableRow expected = made[table][(uint)i];
                Assert.Equal(expectedPointers[i], pointers[actual[i].W3 & TableRules.PositionMask]);
                Assert.Equal((expected.W0, expected.W1, expected.W2), (actual[i].W0, actual[i].W1, actual[i].W2));
                Assert.Equal(expected.W3 & ~TableRules.PositionMask, actual[i].W3 & ~TableRules.PositionMask);
            }

            // The entry after the last one is of a pair that was not worked on.
            Assert.Equal(actual.Count, CountOfPairs(wide.Buffers.BackPointers(table), parents[table - 1], counts[table - 1]));
        }
    }

    [Fact]
    public void A_bucket_that_is_given_too_much_is_noticed()
    {
        const int K = 15;
        ComputeDevice compute = device.Open();
        TableKernels kernels = TableKernels.Load(compute.Accelerator, K);
        using TableBuffers buffers = new(compute, K);
        AcceleratorStream stream = compute.Accelerator.DefaultStream;
        int[] counts = new int[buffers.Buckets];
        counts[^1] = PosParameters.MaxBucketEntries + 1;
        buffers.Counts(1).CopyFromCPU(stream, counts);
        buffers.Counts(2).MemSetToZero(stream);
        buffers.Overflow.MemSetToZero(stream);
        TableRow[] rows = new TableRow[buffers.Buckets * TableRules.BucketRoom];
        uint lastBucket = (uint)(buffers.Buckets - 1) * PosParameters.BucketSpan;
        Array.Fill(rows, new TableRow { W0 = lastBucket << (32 - PosParameters.YBits(K)) });
        buffers.Rows(1).CopyFromCPU(stream, rows);

        kernels.Next[0](
            stream, compute.ForGroups(buffers.Buckets), buffers.Rows(1), buffers.Counts(1), buffers.Rows(2), buffers.Counts(2), buffers.BackPointersOf(2), buffers.Overflow);
        stream.Synchronize();

        Assert.Equal(1, buffers.Overflow.GetAsArray()[0]);
    }

    private static List<TableRow> Rows(TableRow[] rows, int[] counts)
    {
        List<TableRow> all = [];
        for (int bucket = 0; bucket < counts.Length; bucket++)
        {
            all.AddRange(rows.AsSpan(bucket * TableRules.BucketRoom, counts[bucket]));
        }

        all.Sort((a, b) => (a.W3 & TableRules.PositionMask).CompareTo(b.W3 & TableRules.PositionMask));
        return all;
    }

    /// <summary>How many of the first back pointers lead to left entries of all buckets but the last.</summary>
    private static int CountOfPairs(ReadOnlySpan<ulong> pointers, TableRow[] rows, int[] counts)
    {
        HashSet<uint> lefts = [];
        for (int bucket = 0; bucket < counts.Length - 1; bucket++)
        {
            foreach (TableRow row in rows.AsSpan(bucket * TableRules.BucketRoom, counts[bucket]))
            {
                lefts.Add(row.W3 & TableRules.PositionMask);
            }
        }

        int count = 0;
        while (lefts.Contains((uint)pointers[count]))
        {
            count++;
        }

        return count;
    }

    private static unsafe TableRow Read(byte* row)
    {
        ReadOnlySpan<uint> words = MemoryMarshal.Cast<byte, uint>(new ReadOnlySpan<byte>(row, RowLayout.RowSize));
        return new TableRow { W0 = words[0], W1 = words[1], W2 = words[2], W3 = words[3] };
    }
}
