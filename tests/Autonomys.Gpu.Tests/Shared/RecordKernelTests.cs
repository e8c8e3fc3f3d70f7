using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;
using ILGPU;
using ILGPU.Runtime;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class RecordKernelTests(TestDevice device)
{
    protected void Encoded_record_equals_the_processor_s(int k)
    {
        ComputeDevice compute = device.Open();
        ErasureCode coding = new(scale: 16);
        byte[] record = SelfTest.Record();
        byte[] expected = [.. record];
        byte[] expectedBitfield = new byte[SectorLayout.BitfieldSize];
        PosSeed seed = PosSeed.From(Vectors.Bytes($"gpu-record-{k}", PosSeed.Size));
        using (CpuRecordEncoder encoder = new(new CpuRecordProofs(k), coding))
        {
            encoder.Encode(expected, seed, expectedBitfield, CancellationToken.None);
        }

        using ScalarTables tables = new(compute);
        using RecordLauncher launcher = new(compute, k, tables);
        byte[] actual = new byte[record.Length];
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];

        // A record that is none first: it is refused, and the buffers are used again.
        byte[] wrong = [.. record];
        wrong.AsSpan(7 * RecordLayout.ScalarSize, RecordLayout.ScalarSize).Fill(0xFF);
        wrong.AsSpan(9_000 * RecordLayout.ScalarSize, RecordLayout.ScalarSize).Fill(0xFF);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => launcher.TryEncode(wrong, SelfTest.Seed, actual, bitfield));
        Assert.Contains("Chunk 7 ", exception.Message, StringComparison.Ordinal);
        Assert.True(launcher.TryEncode(record, seed, actual, bitfield));
        Assert.Equal(expectedBitfield, bitfield);
        Assert.True(expected.AsSpan().SequenceEqual(actual));
    }

    /// <summary>Where proofs are too few, chunks in clear follow; where they are too many, the last are left out.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    [InlineData(RecordLayout.ChunksPerRecord)]
    [InlineData(41_000)]
    [InlineData(RecordLayout.SBuckets)]
    public void Selection_keeps_the_first_provable_s_buckets_and_then_the_first_others(int provable)
    {
        ComputeDevice compute = device.Open();
        int[] order = [.. Enumerable.Range(0, RecordLayout.SBuckets)];
        new Random(provable).Shuffle(order);
        uint[] first = new uint[RecordLayout.SBuckets];
        Array.Fill(first, SelectionKernel.Absent);
        foreach (int sBucket in order.Take(provable))
        {
            first[sBucket] = (uint)sBucket;
        }

        int[] encoded = [.. Enumerable.Range(0, RecordLayout.SBuckets).Where(i => first[i] != SelectionKernel.Absent).Take(RecordLayout.ChunksPerRecord)];
        int[] clear = [.. Enumerable.Range(0, RecordLayout.SBuckets).Except(encoded)];
        byte[] expectedBitfield = new byte[SectorLayout.BitfieldSize];
        foreach (int sBucket in encoded)
        {
            expectedBitfield[sBucket / 8] |= (byte)(1 << (sBucket % 8));
        }

        Accelerator accelerator = compute.Accelerator;
        using RecordBuffers buffers = new(compute);
        using MemoryBuffer1D<uint, Stride1D.Dense> firstBuffer = accelerator.Allocate1D(first);
        buffers.Sums.MemSetToZero(accelerator.DefaultStream);
        var mark = accelerator.LoadKernel<ArrayView<uint>, ArrayView<uint>, ArrayView<int>>(SelectionKernel.Mark);
        var list = accelerator.LoadKernel<ArrayView<uint>, ArrayView<int>, ArrayView<uint>, ArrayView<ushort>, ArrayView<int>>(SelectionKernel.List);
        mark(accelerator.DefaultStream, compute.ForItems(SelectionKernel.WordCount), firstBuffer.View, buffers.Provable, buffers.Sums);
        list(accelerator.DefaultStream, compute.ForItems(SelectionKernel.WordCount), buffers.Provable, buffers.Sums, buffers.Encoded, buffers.Kept, buffers.EncodedCount);
        accelerator.DefaultStream.Synchronize();

        Assert.Equal(encoded.Length, buffers.EncodedCount.GetAsArray()[0]);
        Assert.Equal(encoded.Concat(clear).Take(RecordLayout.ChunksPerRecord), buffers.Kept.GetAsArray().Select(sBucket => (int)sBucket));
        Assert.Equal(expectedBitfield, System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(buffers.Encoded.GetAsArray()));
    }
}
