using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Launchers;

/// <summary>Makes the seven tables of a seed on a device. One caller at a time.</summary>
internal sealed class TableLauncher(ComputeDevice device, int k) : IDisposable
{
    private readonly TableKernels _kernels = TableKernels.Load(device.Accelerator, k);
    private readonly ChaCha8Launcher _keystream = new(device);

    /// <summary>Called after each of tables 1 to 6, while its rows are in their buckets; for tests.</summary>
    public Action<int>? TableMade { get; set; }

    /// <summary>Queues the work on <paramref name="stream"/>; what it gives is good unless <see cref="TableBuffers.Overflow"/> is set then.</summary>
    public void Make(AcceleratorStream stream, PosSeed seed, TableBuffers tables)
    {
        tables.AllCounts.MemSetToZero(stream);
        tables.Overflow.MemSetToZero(stream);
        tables.First.MemSet(stream, 0xFF);
        _keystream.Fill(stream, seed, tables.Keystream);
        _kernels.First(stream, device.ForItems(1L << k), tables.Keystream, tables.Rows(1), tables.Counts(1));
        TableMade?.Invoke(1);
        KernelConfig pairs = device.ForGroups(tables.Buckets - 1);
        for (int table = 2; table < PosParameters.Tables; table++)
        {
            _kernels.Next[table - 2](
                stream, pairs, tables.Rows(table - 1), tables.Counts(table - 1), tables.Rows(table), tables.Counts(table), tables.BackPointersOf(table), tables.Overflow);
            TableMade?.Invoke(table);
        }

        _kernels.Last(
            stream, pairs, tables.Rows(PosParameters.Tables - 1), tables.Counts(PosParameters.Tables - 1), tables.First, tables.BackPointersOf(PosParameters.Tables), tables.Overflow);
    }

    public void Dispose() => _keystream.Dispose();
}
