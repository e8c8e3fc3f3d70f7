using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Plotting;

/// <summary>Encodes records on one thread of the processor.</summary>
/// <remarks>
/// Holds 4 MiB of buffers beside those of <see cref="IRecordProofs"/>. Stages of a record: parity chunks by erasure coding, table
/// and proof hashes, selection (<see cref="ChunkSelection"/>).
/// </remarks>
public sealed class CpuRecordEncoder : IRecordEncoder
{
    private readonly IRecordProofs _proofs;
    private readonly ErasureCoding _erasureCoding;
    private readonly byte[] _sourceBytes = new byte[RecordLayout.RecordSize];
    private readonly Scalar[] _source = new Scalar[RecordLayout.ChunksPerRecord];
    private readonly Scalar[] _parity = new Scalar[RecordLayout.ChunksPerRecord];
    private readonly SBucket[] _provable = new SBucket[RecordLayout.ChunksPerRecord];
    private readonly byte[] _hashes = new byte[RecordLayout.ChunksPerRecord * RecordLayout.ScalarSize];

    /// <summary>Takes ownership of <paramref name="proofs"/>; <paramref name="erasureCoding"/> may be shared.</summary>
    public CpuRecordEncoder(IRecordProofs proofs, ErasureCoding erasureCoding)
    {
        _proofs = proofs;
        _erasureCoding = erasureCoding;
    }

    public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
    {
        RequireLength(record.Length, RecordLayout.RecordSize, nameof(record));
        RequireLength(bitfield.Length, SectorLayout.BitfieldSize, nameof(bitfield));
        record.CopyTo(_sourceBytes);
        for (int i = 0; i < RecordLayout.ChunksPerRecord; i++)
        {
            if (!Scalar.TryFromBytes(record.Slice(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize), out _source[i]))
            {
                throw new ArgumentException($"Chunk {i} is not a scalar: this is not a record of the history.", nameof(record));
            }
        }

        _erasureCoding.Extend(_source, _parity);
        _proofs.Generate(seed, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        ReadOnlySpan<SBucket> provable = _provable.AsSpan(0, _proofs.SelectProvable(_provable));
        Span<byte> hashes = _hashes.AsSpan(0, provable.Length * RecordLayout.ScalarSize);
        _proofs.HashProofs(provable, hashes);
        ChunkSelection.Select(_sourceBytes, _parity, provable, hashes, record, bitfield);
    }

    public void Dispose() => _proofs.Dispose();

    private static void RequireLength(int actual, int expected, string name)
    {
        if (actual != expected)
        {
            throw new ArgumentException($"Expected {expected} bytes, got {actual}.", name);
        }
    }
}
