using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Proving;

/// <summary>The golden record as the processor encodes it, which a test ties to the network, and the processor's proof of its first encoded chunk.</summary>
internal sealed record GoldenProof(PlottedRecord Record, SBucket SBucket, ChunkProof Proof)
{
    public static GoldenProof Make(Kzg kzg, int threads)
    {
        ErasureCode coding = new(scale: 16);
        byte[] encoded = SelfTest.Record();
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];
        using CpuRecordProofs proofs = new(PosParameters.NetworkK, threads);
        using (CpuRecordEncoder encoder = new(new CpuRecordProofs(), coding))
        {
            encoder.Encode(encoded, SelfTest.Seed, bitfield, CancellationToken.None);
        }

        PlottedRecord record = AsPlotted(encoded, bitfield);
        proofs.Generate(SelfTest.Seed, CancellationToken.None);
        CpuChunkProver processor = new(kzg, coding, threads);
        ChunkProof expected = processor.Prove(record, record.SBuckets[0], proofs, CancellationToken.None)
            ?? throw new InvalidOperationException("The golden record has no proof of its first chunk.");
        return new GoldenProof(record, record.SBuckets[0], expected);
    }

    /// <summary>Chunks as an encoder leaves them: those with a proof first.</summary>
    internal static PlottedRecord AsPlotted(ReadOnlySpan<byte> encoded, ReadOnlySpan<byte> bitfield)
    {
        PlottedRecord record = new(default, default);
        encoded.CopyTo(record.Bytes);
        int count = 0;
        foreach (bool isEncoded in (ReadOnlySpan<bool>)[true, false])
        {
            for (int i = 0; i < RecordLayout.SBuckets && count < RecordLayout.ChunksPerRecord; i++)
            {
                if (((bitfield[i / 8] >> (i % 8) & 1) != 0) == isEncoded)
                {
                    record.Encoded[count] = isEncoded;
                    record.SBuckets[count++] = new SBucket((ushort)i);
                }
            }
        }

        return record;
    }
}
