using System.Text.Json;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class ChunkWitnessTests(TestDevice device)
{
    private static readonly Lazy<Kzg> Parameters = new(() => Kzg.Development());

    [Fact]
    public void Witness_of_a_record_from_any_half_of_its_chunks_equals_the_reference()
    {
        ComputeDevice compute = device.Open();
        JsonElement record = Vectors.Json("kzg-development.json").GetProperty("records")[0];
        (Scalar[] chunks, bool[] present) = Record(record.GetProperty("label").GetString()!);
        JsonElement opening = record.GetProperty("num_values_65536")[1];
        int index = opening.GetProperty("index").GetInt32();

        // The one to open must be there; as many stay absent.
        if (!present[index])
        {
            present[index] = true;
            present[Array.FindIndex(present, isPresent => isPresent)] = false;
        }

        using ChunkOpening opener = new(compute, Parameters.Value);
        byte[] witness = opener.Open(chunks, present, new SBucket((ushort)index)).ToArray();

        Assert.Equal(opening.Hex("value"), chunks[index].ToBytes());
        Assert.Equal(opening.Hex("witness"), witness);
    }

    [Fact]
    public async Task Commitments_made_at_once_equal_the_reference_and_what_is_no_record_has_none()
    {
        ComputeDevice compute = device.Open();
        JsonElement record = Vectors.Json("kzg-development.json").GetProperty("records")[0];
        byte[] right = RecordBytes(record);
        byte[] wrong = [.. right];
        wrong.AsSpan(0, 32).Fill(0xff);
        using GpuCommitments first = new(compute, Parameters.Value);
        using GpuCommitments second = new(compute, Parameters.Value, first);
        Assert.Throws<ArgumentException>(() => first.Commit(right.AsSpan(1)));

        Task<G1Affine?> none = Task.Run(() => first.Commit(wrong));
        G1Affine? commitment = second.Commit(right);

        Assert.Null(await none);
        byte[] bytes = new byte[Bytes48.Size];
        commitment!.Value.ToCompressed(bytes);
        Assert.Equal(record.Hex("commitment"), bytes);
    }

    [Fact]
    public void Too_few_chunks_are_refused_as_the_processor_refuses_them()
    {
        using ChunkOpening opener = new(device.Open(), Parameters.Value);
        bool[] present = new bool[RecordLayout.SBuckets];
        present.AsSpan(0, RecordLayout.ChunksPerRecord - 1).Fill(true);

        Assert.Throws<ErasureCodingException>(
            () => opener.Open(new Scalar[RecordLayout.SBuckets], present, new SBucket(0)));
        Assert.Throws<ArgumentException>(
            () => opener.Open(new Scalar[RecordLayout.SBuckets], present, new SBucket(ushort.MaxValue)));
    }

    private static byte[] RecordBytes(JsonElement record) => System.Runtime.InteropServices.MemoryMarshal.AsBytes<uint>(
        ScalarData.AsWords(ScalarData.FromLabel(record.GetProperty("label").GetString()!, RecordLayout.ChunksPerRecord))).ToArray();

    private static (Scalar[] Chunks, bool[] Present) Record(string label)
    {
        Scalar[] source = ScalarData.FromLabel(label, RecordLayout.ChunksPerRecord);
        Scalar[] parity = new Scalar[source.Length];
        new ErasureCode(scale: 16).Extend(source, parity);
        Scalar[] chunks = [.. source.Zip(parity).SelectMany(pair => new[] { pair.First, pair.Second })];
        byte[] keys = Vectors.Bytes("gpu-present", chunks.Length);
        bool[] present = new bool[chunks.Length];
        foreach (int position in Enumerable.Range(0, chunks.Length).OrderBy(i => keys[i]).ThenBy(i => i).Take(RecordLayout.ChunksPerRecord))
        {
            present[position] = true;
        }

        return (chunks, present);
    }
}
