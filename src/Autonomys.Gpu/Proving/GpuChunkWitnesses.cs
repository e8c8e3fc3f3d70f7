using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Proving;
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

/// <summary>
/// Witnesses made on a device: 1 MiB of chunks in, a few points out. It has a stream of its own, so that a proof does not queue behind the
/// records that are plotted on the same device, and holds about 75 MiB there. One caller at a time.
/// </summary>
internal sealed class GpuChunkWitnesses : IChunkWitnesses, IDisposable
{
    private const int LogCount = 15;

    private readonly ComputeDevice _device;
    private readonly Kzg _kzg;
    private readonly IChunkWitnesses _processor;
    private readonly Action<string> _warning;
    private readonly ScalarTables _tables;
    private readonly QuotientLauncher _quotient;
    private readonly AcceleratorStream _stream;
    private readonly Scalar[] _chunks = new Scalar[RecordLayout.ChunksPerRecord];
    private readonly int[] _positions = new int[RecordLayout.ChunksPerRecord];
    private MsmLauncher? _msm;
    private bool _hasFailed;

    /// <param name="device">The device.</param>
    /// <param name="kzg">The parameters of the chain.</param>
    /// <param name="processor">Makes the witnesses when the device fails.</param>
    /// <param name="warning">Told that it failed.</param>
    public GpuChunkWitnesses(ComputeDevice device, Kzg kzg, IChunkWitnesses processor, Action<string> warning)
    {
        _device = device;
        _kzg = kzg;
        _processor = processor;
        _warning = warning;
        device.Accelerator.Bind();
        _stream = device.Accelerator.CreateStream();
        _tables = new ScalarTables(device);
        FftLauncher fft = new(device, _tables);
        _quotient = new QuotientLauncher(device, _tables, fft, LogCount);
    }

    public string DeviceName => _device.Name;

    /// <summary>Whether the device is disposed of with this.</summary>
    public bool OwnsDevice { get; init; }

    public void WarmUp(CancellationToken cancellationToken)
    {
        _device.Accelerator.Bind();
        _msm ??= new MsmLauncher(_device, _kzg.Tables(Environment.ProcessorCount, cancellationToken));
    }

    public ChunkWitness Open(ReadOnlySpan<Scalar> chunks, ReadOnlySpan<bool> present, SBucket sBucket, CancellationToken cancellationToken)
    {
        if (!_hasFailed)
        {
            try
            {
                return OpenOnDevice(chunks, present, sBucket, cancellationToken);
            }
            catch (AcceleratorException exception)
            {
                // A device that failed once stays in that state: what is left of this process proves on the processor.
                _hasFailed = true;
                _warning($"{_device.Name} failed while proving: {exception.Message} From now on witnesses are made on the processor.");
            }
        }

        return _processor.Open(chunks, present, sBucket, cancellationToken);
    }

    /// <summary>The same, on the device or not at all.</summary>
    /// <exception cref="AcceleratorException">The device failed.</exception>
    public ChunkWitness OpenOnDevice(
        ReadOnlySpan<Scalar> chunks, ReadOnlySpan<bool> present, SBucket sBucket, CancellationToken cancellationToken)
    {
        int opened = Gather(chunks, present, sBucket);
        WarmUp(cancellationToken);
        ArrayView<DeviceScalar> quotient = _quotient.Divide(_stream, _chunks, _positions, opened);
        cancellationToken.ThrowIfCancellationRequested();
        Span<byte> witness = stackalloc byte[Bytes48.Size];
        _msm!.Multiply(_stream, quotient, isBitReversed: true).ToAffine().ToCompressed(witness);
        return new ChunkWitness(Bytes48.From(witness));
    }

    public void Dispose()
    {
        _stream.Dispose();
        _msm?.Dispose();
        _quotient.Dispose();
        _tables.Dispose();
        if (OwnsDevice)
        {
            _device.Dispose();
        }
    }

    /// <summary>Takes half of the chunks, the one to open among them, and says which of those it is.</summary>
    private int Gather(ReadOnlySpan<Scalar> chunks, ReadOnlySpan<bool> present, SBucket sBucket)
    {
        if (chunks.Length != RecordLayout.SBuckets || present.Length != RecordLayout.SBuckets || !present[sBucket.Value])
        {
            throw new ArgumentException($"{RecordLayout.SBuckets} chunks are needed, among them that of s-bucket {sBucket}.");
        }

        _chunks[0] = chunks[sBucket.Value];
        _positions[0] = sBucket.Value;
        int count = 1;
        for (int i = 0; i < present.Length && count < _chunks.Length; i++)
        {
            if (present[i] && i != sBucket.Value)
            {
                _chunks[count] = chunks[i];
                _positions[count++] = i;
            }
        }

        return count == _chunks.Length
            ? 0
            : throw new ErasureCodingException($"Impossible to recover: {count} chunks are present, {_chunks.Length} are needed");
    }
}
