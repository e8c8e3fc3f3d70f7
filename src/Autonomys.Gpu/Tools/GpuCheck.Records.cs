using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Launchers;
using Autonomys.Gpu.Proving;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Proofs.Space;

namespace Autonomys.Gpu.Tools;

/// <summary>The stages of plotting a record and of proving a chunk, at the network's K.</summary>
public static partial class GpuCheck
{
    private const int BlocksOfProof = 3; // of 64 bytes, in 160

    private static IEnumerable<GpuCheckResult> PlottingStages(ComputeDevice device, TimeSpan patience, CancellationToken cancellationToken)
    {
        using ScalarTables tables = new(device);
        using RecordLauncher launcher = new(device, PosParameters.NetworkK, tables);
        byte[] record = SelfTest.Record();
        byte[] encoded = new byte[RecordLayout.RecordSize];
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];
        using CpuRecordProofs processor = new(threads: Environment.ProcessorCount);
        processor.Generate(SelfTest.Seed, cancellationToken);

        // A table has about 2^20 entries; of all but the first each is one compression.
        const long Compressions = (PosParameters.Tables - 1L) << PosParameters.NetworkK;
        yield return Measure(
            device,
            "seven tables",
            () => launcher.MakeTables(SelfTest.Seed),
            () => launcher.Provable().Select((isProvable, i) => isProvable == processor.HasProof(new SBucket((ushort)i))).All(isSame => isSame)
                ? null
                : "other s-buckets have a proof than in the processor's tables",
            Compressions,
            "BLAKE3 compressions",
            PosSeed.Size,
            patience,
            cancellationToken);
        yield return Measure(
            device,
            "record: parity, tables, proofs, masks",
            () => launcher.TryEncode(record, SelfTest.Seed, encoded, bitfield),
            () => WrongRecord(encoded, bitfield),
            Compressions + (BlocksOfProof * (long)RecordLayout.ChunksPerRecord),
            "BLAKE3 compressions",
            (2L * RecordLayout.RecordSize) + SectorLayout.BitfieldSize + PosSeed.Size,
            patience,
            cancellationToken);
        encoded.AsSpan().Clear();
        yield return Measure(
            device,
            "of these: selection, proofs, masks",
            () =>
            {
                launcher.EmitRecord();
                launcher.TryRead(encoded, bitfield);
            },
            () => WrongRecord(encoded, bitfield),
            BlocksOfProof * (long)RecordLayout.ChunksPerRecord,
            "BLAKE3 compressions",
            RecordLayout.RecordSize + SectorLayout.BitfieldSize,
            patience,
            cancellationToken);
    }

    private static string? WrongRecord(byte[] encoded, byte[] bitfield) =>
        SelfTest.Hash(encoded, bitfield) == SelfTest.Expected ? null : "the golden record is encoded otherwise";

    private static GpuCheckResult WholeProof(ComputeDevice device, Kzg kzg, TimeSpan patience, CancellationToken cancellationToken)
    {
        (PlottedRecord record, SBucket sBucket, ChunkProof expected) = GoldenProof.Make(kzg, Environment.ProcessorCount);
        using RecordProver prover = new(device, kzg, PosParameters.NetworkK, cancellationToken);
        byte[] proof = new byte[PosProof.Size];
        (Bytes32 Chunk, ChunkWitness Witness)? made = null;
        return Measure(
            device,
            "whole proof from a plotted record",
            () => made = prover.TryProve(record, SelfTest.Seed, sBucket, proof, cancellationToken),
            () => made == (expected.Chunk, expected.Witness) && PosProof.From(proof) == expected.Proof ? null : "the proof differs from the processor's",
            PointAdditions(kzg, cancellationToken),
            "point additions beside the tables",
            RecordLayout.RecordSize + PosSeed.Size,
            patience,
            cancellationToken);
    }
}
