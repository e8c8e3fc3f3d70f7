using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tests.Shared;

public abstract class RecordProverTests(TestDevice device)
{
    private const int K = 15;

    [Fact]
    public void Proof_of_a_plotted_chunk_equals_the_processor_s_and_what_is_wrong_is_left_to_it()
    {
        Kzg kzg = Kzg.Development();
        ErasureCode coding = new(scale: 16);
        byte[] encoded = SelfTest.Record();
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];
        using CpuRecordProofs proofs = new(K);
        using (CpuRecordEncoder encoder = new(new CpuRecordProofs(K), coding))
        {
            encoder.Encode(encoded, SelfTest.Seed, bitfield, CancellationToken.None);
        }

        PlottedRecord record = GoldenProof.AsPlotted(encoded, bitfield);
        SBucket opened = record.SBuckets[777];
        proofs.Generate(SelfTest.Seed, CancellationToken.None);
        Scalar[] shards = new Scalar[RecordLayout.SBuckets];
        bool[] present = new bool[RecordLayout.SBuckets];
        record.Decode(proofs, shards, present);
        byte[] expectedProof = new byte[8 * K];
        Assert.True(proofs.TryFindProof(opened, expectedProof));
        ChunkWitness expected = new CpuChunkProver(kzg, coding, 1).Open(shards, present, opened, CancellationToken.None);

        using RecordProver prover = new(device.Open(), kzg, K);
        byte[] proof = new byte[8 * K];
        (Bytes32 Chunk, ChunkWitness Witness)? made = prover.TryProve(record, SelfTest.Seed, opened, proof, CancellationToken.None);
        Assert.Equal((Bytes32.From(shards[opened.Value].ToBytes()), expected), made);
        Assert.Equal(expectedProof, proof);

        // A chunk that the record does not have, one in clear, one that is no scalar, and one that is said to have a proof and has none.
        Assert.Null(prover.TryProve(record, SelfTest.Seed, SBucketWithout(present), proof, CancellationToken.None));
        record.Encoded[777] = false;
        Assert.Null(prover.TryProve(record, SelfTest.Seed, opened, proof, CancellationToken.None));
        record.Encoded[777] = true;
        record.Bytes[99 * RecordLayout.ScalarSize] ^= 0xFF;
        Assert.Null(prover.TryProve(record, SelfTest.Seed, opened, proof, CancellationToken.None));
        record.Bytes[99 * RecordLayout.ScalarSize] ^= 0xFF;
        int clear = Array.FindLastIndex(record.SBuckets, sBucket => !proofs.HasProof(sBucket));
        Assert.SkipWhen(clear < 0, "Every chunk of this record has a proof.");
        record.Encoded[clear] = true;
        Assert.Null(prover.TryProve(record, SelfTest.Seed, opened, proof, CancellationToken.None));
    }

    private static SBucket SBucketWithout(bool[] present) => new((ushort)Array.IndexOf(present, false));
}
