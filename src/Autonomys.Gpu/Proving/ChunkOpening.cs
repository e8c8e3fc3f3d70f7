using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Kernels.Fields;
using Autonomys.Gpu.Launchers;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using ILGPU;
using ILGPU.Runtime;

namespace Autonomys.Gpu.Proving;

/// <summary>Makes witnesses on a device: half of a record's chunks in, a few points out. Holds about 75 MiB there. One caller at a time.</summary>
internal sealed class ChunkOpening : IDisposable
{
    private const int LogCount = 15;

    private readonly DeviceMemory _owned;
    private readonly QuotientLauncher _quotient;
    private readonly MsmLauncher _msm;

    /// <summary>Copies the points' tables to the device; makes them first, where they are not made yet.</summary>
    /// <exception cref="AcceleratorException">The device has too little memory left, or does not answer.</exception>
    public ChunkOpening(ComputeDevice device, Kzg kzg, CancellationToken cancellationToken = default)
    {
        device.Accelerator.Bind();
        Cryptography.Bls12381.MultiScalar.FixedBaseMsm tables = kzg.Tables(Environment.ProcessorCount, cancellationToken);
        using DeviceMemory made = new(device.Accelerator);
        Stream = made.Add(device.Accelerator.CreateStream());
        ScalarTables scalars = made.Add(new ScalarTables(device));
        Fft = new FftLauncher(device, scalars);
        _quotient = made.Add(new QuotientLauncher(device, scalars, Fft, LogCount));
        _msm = made.Add(new MsmLauncher(device, made.Add(new PointTables(device, tables))));
        _owned = made.Keep();
    }

    /// <summary>Device memory that one needs, in bytes: the points' tables and buckets, and what the quotient takes.</summary>
    public static long Size => 75L << 20;

    /// <summary>Its stream: a proof does not queue behind the records that are plotted on the same device.</summary>
    public AcceleratorStream Stream { get; }

    public FftLauncher Fft { get; }

    /// <summary>The witness of a chunk of which half of the record's are on the host.</summary>
    /// <param name="chunks">65,536 chunks, of which those that are not present are not looked at.</param>
    /// <param name="present">Which of them are there.</param>
    /// <param name="sBucket">The chunk to open.</param>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    /// <exception cref="ErasureCodingException">Fewer than 32,768 are present.</exception>
    public ChunkWitness Open(ReadOnlySpan<Scalar> chunks, ReadOnlySpan<bool> present, SBucket sBucket)
    {
        if (chunks.Length != RecordLayout.SBuckets || present.Length != RecordLayout.SBuckets || !present[sBucket.Value])
        {
            throw new ArgumentException($"{RecordLayout.SBuckets} chunks are needed, among them that of s-bucket {sBucket}.");
        }

        // Half of them, the one to open first.
        Scalar[] half = new Scalar[RecordLayout.ChunksPerRecord];
        int[] positions = new int[RecordLayout.ChunksPerRecord];
        half[0] = chunks[sBucket.Value];
        positions[0] = sBucket.Value;
        int count = 1;
        for (int i = 0; i < present.Length && count < half.Length; i++)
        {
            if (present[i] && i != sBucket.Value)
            {
                half[count] = chunks[i];
                positions[count++] = i;
            }
        }

        if (count < half.Length)
        {
            throw new ErasureCodingException($"Impossible to recover: {count} chunks are present, {half.Length} are needed");
        }

        return Commit(_quotient.Divide(Stream, half, positions, 0));
    }

    /// <summary>The same of chunks that are on the device.</summary>
    /// <param name="chunks">32,768 chunks.</param>
    /// <param name="positions">The s-bucket of each, none twice.</param>
    /// <param name="opened">Which of the chunks to open.</param>
    /// <param name="cancellationToken">Looked at before the sum of points.</param>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    public ChunkWitness Open(ArrayView<DeviceScalar> chunks, ReadOnlySpan<int> positions, int opened, CancellationToken cancellationToken)
    {
        ArrayView<DeviceScalar> quotient = _quotient.Divide(Stream, chunks, positions, opened);
        cancellationToken.ThrowIfCancellationRequested();
        return Commit(quotient);
    }

    public void Dispose() => _owned.Dispose();

    private ChunkWitness Commit(ArrayView<DeviceScalar> quotient)
    {
        Span<byte> witness = stackalloc byte[Bytes48.Size];
        _msm.Multiply(Stream, quotient, isBitReversed: true).ToAffine().ToCompressed(witness);
        return new ChunkWitness(Bytes48.From(witness));
    }
}
