using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ChaCha;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Launchers;
using Autonomys.Gpu.Proving;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using ILGPU;
using ILGPU.Runtime;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Gpu.Tools;

/// <summary>All that a machine with a GPU should answer: whether each stage is right, and how long it takes beside what it computes.</summary>
/// <remarks>
/// What is right of the golden record (<see cref="SelfTest"/>) a test ties to the processor's encoder, and its proof the processor makes. The rest is fixed here: hashes, a commitment and a witness that the network's reference implementation gave for the record whose
/// chunks are the bytes of BLAKE3's extendable output of "record-0", 31 to a chunk, under the parameters of development chains.
/// </remarks>
public static partial class GpuCheck
{
    private const int LogCount = 15;
    private const int OpenedSBucket = 1;
    private const string Label = "record-0";
    private const string ParityBlake3 = "758befb135f0d366c3b4f185919d31855d4679ca03de07250a4e2631c8c933a5";
    private const string Commitment = "96e131284a720ce6725848f49e88fe0d08843885d67ee66ed28601c60cae4e8d7b0965e9c1540a8f0b95669db15dbafc";
    private const string Witness = "8ef2fbdc958637eabd93e0538c4f91c8aaa38763442f5938e538183c3319e453fcd63ee6015072131ddcae9be9c18323";

    private static readonly TimeSpan TimePerStage = TimeSpan.FromSeconds(2);

    /// <summary>Runs all stages on all devices of the backend, and yields each as it is done; nothing where there is no device.</summary>
    /// <param name="backend">Which devices.</param>
    /// <param name="warning">Told of devices that cannot be opened.</param>
    /// <param name="cancellationToken">Looked at between rounds.</param>
    public static IEnumerable<GpuCheckResult> Run(GpuBackend backend, Action<string> warning, CancellationToken cancellationToken)
    {
        if (backend == GpuBackend.None)
        {
            yield break;
        }

        IReadOnlyList<ComputeDevice> devices = ComputeDevices.Open(backend, warning);
        if (devices.Count == 0)
        {
            yield break;
        }

        Kzg kzg = Kzg.Development();
        foreach (ComputeDevice device in devices)
        {
            // On threads of the processor one round is enough, the first: that says nothing of a GPU's speed.
            TimeSpan patience = backend == GpuBackend.CpuAccelerator ? TimeSpan.Zero : TimePerStage;
            using (device)
            {
                device.Accelerator.Bind();
                foreach (GpuCheckResult result in Stages(device, kzg, patience, cancellationToken))
                {
                    yield return result;
                }
            }
        }
    }

    /// <summary>Why a backend has no device, and what to do.</summary>
    public static string WhyNone(GpuBackend backend) => ComputeDevices.WhyNone(backend);

    private static IEnumerable<GpuCheckResult> Stages(ComputeDevice device, Kzg kzg, TimeSpan patience, CancellationToken cancellationToken)
    {
        Scalar[] source = Source();
        yield return Keystream(device, patience, cancellationToken);
        yield return Extension(device, source, patience, cancellationToken);
        yield return CommitmentsOf(device, kzg, source, 1, patience, cancellationToken);
        yield return CommitmentsOf(device, kzg, source, CommitmentWork.Count, patience, cancellationToken);
        yield return WitnessOf(device, kzg, source, patience, cancellationToken);
        foreach (GpuCheckResult result in PlottingStages(device, patience, cancellationToken))
        {
            yield return result;
        }

        yield return WholeProof(device, kzg, patience, cancellationToken);
    }

    private static GpuCheckResult Keystream(ComputeDevice device, TimeSpan patience, CancellationToken cancellationToken)
    {
        // As much as the first table of a record takes: 2^20 entries of 20 bits.
        const int Blocks = 41_000;
        PosSeed seed = PosSeed.From(Blake3.Hash("gpu-check"u8).AsSpan());
        byte[] expected = new byte[Blocks * ChaCha8.BlockSize];
        ChaCha8.Keystream(seed.AsSpan(), expected);
        using ChaCha8Launcher launcher = new(device);
        using MemoryBuffer1D<uint, Stride1D.Dense> keystream = device.Accelerator.Allocate1D<uint>(Blocks * ChaCha8.WordsPerBlock);
        AcceleratorStream stream = device.Accelerator.DefaultStream;
        uint[] actual = [];
        return Measure(
            device,
            "ChaCha8 keystream",
            () =>
            {
                launcher.Fill(stream, seed, keystream.View);
                stream.Synchronize();
            },
            () =>
            {
                actual = keystream.GetAsArray1D();
                return MemoryMarshal.AsBytes<uint>(actual).SequenceEqual(expected) ? null : "the keystream differs from the processor's";
            },
            Blocks,
            "blocks",
            PosSeed.Size,
            patience,
            cancellationToken);
    }

    private static GpuCheckResult Extension(ComputeDevice device, Scalar[] source, TimeSpan patience, CancellationToken cancellationToken)
    {
        Accelerator accelerator = device.Accelerator;
        AcceleratorStream stream = accelerator.DefaultStream;
        uint[] words = AsWords(source);
        uint[] parity = new uint[words.Length];
        using ScalarTables tables = new(device);
        FftLauncher fft = new(device, tables);
        using MemoryBuffer1D<uint, Stride1D.Dense> bytes = accelerator.Allocate1D(words);
        using MemoryBuffer1D<uint, Stride1D.Dense> parityBytes = accelerator.Allocate1D<uint>(words.Length);
        using MemoryBuffer1D<DeviceScalar, Stride1D.Dense> scalars = accelerator.Allocate1D<DeviceScalar>(source.Length);
        using MemoryBuffer1D<int, Stride1D.Dense> invalid = accelerator.Allocate1D<int>([0]);
        return Measure(
            device,
            "erasure extension of a record",
            () =>
            {
                bytes.View.CopyFromCPU(stream, words);
                fft.Extend(stream, bytes.View, parityBytes.View, scalars.View, LogCount, invalid.View);
                parityBytes.View.CopyToCPU(stream, parity);
                stream.Synchronize();
            },
            () => Convert.ToHexStringLower(Blake3.Hash(MemoryMarshal.AsBytes<uint>(parity)).AsSpan()) == ParityBlake3
                ? null
                : "the parity differs from the reference",
            (2L * LogCount * (source.Length / 2)) + (3L * source.Length),
            "field multiplications",
            2L * RecordLayout.RecordSize,
            patience,
            cancellationToken);
    }

    /// <summary>So many at once as export-piece has them, beside one alone.</summary>
    private static GpuCheckResult CommitmentsOf(
        ComputeDevice device, Kzg kzg, Scalar[] source, int count, TimeSpan patience, CancellationToken cancellationToken)
    {
        byte[] record = MemoryMarshal.AsBytes<uint>(AsWords(source)).ToArray();
        G1Affine?[] made = new G1Affine?[count];
        using DeviceMemory owned = new(device.Accelerator);
        GpuCommitments[] lanes = new GpuCommitments[count];
        for (int i = 0; i < count; i++)
        {
            lanes[i] = owned.Add(new GpuCommitments(device, kzg, lanes[0]));
        }

        return Measure(
            device,
            count == 1 ? "commitment of a record" : $"commitments of records, {count} at once",
            () => Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = count }, i => made[i] = lanes[i].Commit(record)),
            () => Array.TrueForAll(made, IsReference) ? null : "a commitment differs from the reference",
            count * PointAdditions(kzg, cancellationToken),
            "point additions",
            count * (long)RecordLayout.RecordSize,
            patience,
            cancellationToken);
    }

    private static bool IsReference(G1Affine? commitment)
    {
        byte[] bytes = new byte[Bytes48.Size];
        commitment?.ToCompressed(bytes);
        return Convert.ToHexStringLower(bytes) == Commitment;
    }

    private static GpuCheckResult WitnessOf(
        ComputeDevice device, Kzg kzg, Scalar[] source, TimeSpan patience, CancellationToken cancellationToken)
    {
        ErasureCode coding = new(scale: 16);
        Scalar[] parity = new Scalar[source.Length];
        coding.Extend(source, parity);
        Scalar[] chunks = new Scalar[RecordLayout.SBuckets];
        bool[] present = new bool[RecordLayout.SBuckets];
        for (int i = 0; i < source.Length; i++)
        {
            chunks[2 * i] = source[i];
            chunks[(2 * i) + 1] = parity[i];

            // Half of them, mixed: both of some pairs, none of others.
            present[2 * i] = present[(2 * i) + 1] = (i & 2) == 0;
        }

        string actual = "";
        using ChunkOpening opening = new(device, kzg, cancellationToken);
        return Measure(
            device,
            "witness of a chunk from half of its record",
            () => actual = opening.Open(chunks, present, new SBucket(OpenedSBucket)).ToString(),
            () => actual == Witness ? null : "the witness differs from the reference",
            PointAdditions(kzg, cancellationToken),
            "point additions",
            RecordLayout.RecordSize,
            patience,
            cancellationToken);
    }

    private static GpuCheckResult Measure(
        ComputeDevice device,
        string stage,
        Action round,
        Func<string?> wrong,
        long operations,
        string unit,
        long bytes,
        TimeSpan patience,
        CancellationToken cancellationToken)
    {
        const int MostRounds = 100;
        long start = Stopwatch.GetTimestamp();
        round();
        TimeSpan fastest = Stopwatch.GetElapsedTime(start);
        string? found = wrong();
        if (patience == TimeSpan.Zero)
        {
            // With its compilation: a stage may take a minute.
            return new GpuCheckResult(device.Name, stage, found, fastest, 1, operations, unit, bytes);
        }

        fastest = TimeSpan.MaxValue;
        start = Stopwatch.GetTimestamp();
        int rounds = 0;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            long begin = Stopwatch.GetTimestamp();
            round();
            TimeSpan took = Stopwatch.GetElapsedTime(begin);
            fastest = took < fastest ? took : fastest;
            rounds++;
        }
        while (rounds < MostRounds && Stopwatch.GetElapsedTime(start) < patience);

        return new GpuCheckResult(device.Name, stage, found ?? wrong(), fastest, rounds, operations, unit, bytes);
    }

    // One for each digit that is not zero, which nearly all are, and two for each bucket and what its runs leave.
    private static long PointAdditions(Kzg kzg, CancellationToken cancellationToken)
    {
        Cryptography.Bls12381.MultiScalar.FixedBaseMsm tables = kzg.Tables(Environment.ProcessorCount, cancellationToken);
        return ((long)tables.Windows * tables.Count) + (2L << (tables.DigitWidth - 1));
    }

    private static Scalar[] Source()
    {
        byte[] bytes = new byte[RecordLayout.ChunksPerRecord * Scalar.SafeSize];
        Blake3.Hash(Encoding.UTF8.GetBytes(Label), bytes);
        Scalar[] source = new Scalar[RecordLayout.ChunksPerRecord];
        for (int i = 0; i < source.Length; i++)
        {
            source[i] = Scalar.FromSafeBytes(bytes.AsSpan(i * Scalar.SafeSize, Scalar.SafeSize));
        }

        return source;
    }

    private static uint[] AsWords(Scalar[] scalars)
    {
        byte[] bytes = new byte[scalars.Length * Scalar.Size];
        for (int i = 0; i < scalars.Length; i++)
        {
            scalars[i].ToBytes(bytes.AsSpan(i * Scalar.Size, Scalar.Size));
        }

        return MemoryMarshal.Cast<byte, uint>(bytes).ToArray();
    }
}
