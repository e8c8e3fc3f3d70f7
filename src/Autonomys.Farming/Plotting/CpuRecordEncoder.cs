using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Plotting;

/// <summary>Encodes records on one thread of the processor.</summary>
/// <remarks>
/// Holds 3 MiB of buffers beside those of <see cref="IRecordProofs"/>, and allocates nothing for a record. Stages of a record: parity chunks by erasure coding, table
/// and proof hashes, selection (<see cref="ChunkSelection"/>).
/// </remarks>
public sealed class CpuRecordEncoder : IRecordEncoder
{
    private readonly IRecordProofs _proofs;
    private readonly ErasureCoding _erasureCoding;
    private readonly EncodingGate? _gate;
    private readonly byte[] _sourceBytes = new byte[RecordLayout.RecordSize];
    private readonly byte[] _parity = new byte[RecordLayout.RecordSize];
    private readonly SBucket[] _provable = new SBucket[RecordLayout.ChunksPerRecord];
    private readonly byte[] _hashes = new byte[RecordLayout.ChunksPerRecord * RecordLayout.ScalarSize];

    /// <summary>
    /// Takes ownership of <paramref name="proofs"/>; <paramref name="erasureCoding"/> may be shared; <paramref name="gate"/> lets others
    /// hold encoding between the stages of a record.
    /// </summary>
    public CpuRecordEncoder(IRecordProofs proofs, ErasureCoding erasureCoding, EncodingGate? gate = null)
    {
        _gate = gate;
        _proofs = proofs;
        _erasureCoding = erasureCoding;
    }

    public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        RequireLength(record.Length, RecordLayout.RecordSize, nameof(record));
        RequireLength(bitfield.Length, SectorLayout.BitfieldSize, nameof(bitfield));
        record.CopyTo(_sourceBytes);
        if (!_erasureCoding.TryExtend(_sourceBytes, _parity, out int invalid))
        {
            throw new ArgumentException($"Chunk {invalid} is not a scalar: this is not a record of the history.", nameof(record));
        }

        GiveWay(cancellationToken);
        _proofs.Generate(seed, cancellationToken);
        GiveWay(cancellationToken);
        ReadOnlySpan<SBucket> provable = _provable.AsSpan(0, _proofs.SelectProvable(_provable));
        Span<byte> hashes = _hashes.AsSpan(0, provable.Length * RecordLayout.ScalarSize);
        _proofs.HashProofs(provable, hashes);
        GiveWay(cancellationToken);
        ChunkSelection.Select(_sourceBytes, _parity, provable, hashes, record, bitfield);
    }

    public void Dispose() => _proofs.Dispose();

    private void GiveWay(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _gate?.Wait(cancellationToken);
    }

    private static void RequireLength(int actual, int expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"Expected {expected} bytes, got {actual}.", name);
        }
    }
}
