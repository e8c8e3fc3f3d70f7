using Autonomys.Gpu.Kernels;
using Autonomys.Gpu.Launchers;
using Autonomys.Proofs.Space;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Tests.Shared;

/// <summary>Tables made on a device, as the reference has them: entry for entry in creation order, positions without gaps.</summary>
internal sealed class DeviceTables
{
    /// <summary>Tables 1 to 6, at index 0 to 5: y and metadata of each entry.</summary>
    public (uint Y, UInt128 Metadata)[][] Entries { get; } = new (uint, UInt128)[PosParameters.Tables - 1][];

    /// <summary>Back pointers of tables 2 to 6, at index 1 to 5.</summary>
    public ulong[][] BackPointers { get; } = new ulong[PosParameters.Tables - 1][];

    private readonly Dictionary<uint, uint>[] _ranks = new Dictionary<uint, uint>[PosParameters.Tables - 1];

    /// <summary>Takes table <paramref name="table"/> while its rows are in their buckets.</summary>
    public void Take(int table, TableBuffers buffers)
    {
        int[] counts = buffers.Counts(table).GetAsArray();
        TableRow[] rows = buffers.Rows(table).GetAsArray();
        List<(uint Position, TableRow Row)> entries = [];
        for (int bucket = 0; bucket < counts.Length; bucket++)
        {
            Assert.InRange(counts[bucket], 0, PosParameters.MaxBucketEntries);
            for (int slot = 0; slot < counts[bucket]; slot++)
            {
                TableRow row = rows[(bucket * TableRules.BucketRoom) + slot];
                Assert.Equal((uint)bucket, Y(buffers.K, row) / PosParameters.BucketSpan);
                entries.Add((row.W3 & TableRules.PositionMask, row));
            }
        }

        entries.Sort((a, b) => a.Position.CompareTo(b.Position));
        _ranks[table - 1] = entries.Select((entry, rank) => (entry.Position, (uint)rank)).ToDictionary();
        Entries[table - 1] = [.. entries.Select(entry => (Y(buffers.K, entry.Row), Metadata(buffers.K, table, entry.Row)))];
        if (table > 1)
        {
            ulong[] pointers = buffers.BackPointersOf(table).GetAsArray();
            Dictionary<uint, uint> parents = _ranks[table - 2];
            BackPointers[table - 1] =
            [
                .. entries.Select(entry => parents[(uint)pointers[entry.Position]] | ((ulong)parents[(uint)(pointers[entry.Position] >> 32)] << 32)),
            ];
        }
    }

    public static uint Y(int k, TableRow row) => row.W0 >> (32 - PosParameters.YBits(k));

    public static UInt128 Metadata(int k, int table, TableRow row)
    {
        UInt128 bits = new(((ulong)row.W0 << 32) | row.W1, ((ulong)row.W2 << 32) | row.W3);
        int length = PosParameters.MetadataBits(k, table);
        return bits << PosParameters.YBits(k) >> (128 - length);
    }
}
