using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Segments;

/// <summary>
/// Commits to the source records, extends their commitments to those of the parity records, and to the hashes of all of them.
/// </summary>
/// <param name="kzg">The chain's parameters.</param>
/// <param name="threads">Threads to use at once; 0 for one per processor.</param>
/// <param name="committer">Commits to the source records; default: the processor.</param>
public sealed class KzgSegmentCommitter(Kzg kzg, int threads = 0, IRecordCommitter? committer = null) : ISegmentCommitter
{
    private readonly IRecordCommitter _committer = committer ?? new CpuRecordCommitter(kzg, threads);
    private readonly ErasureCoding _coding = new(scale: 8);

    public SegmentCommitment Commit(
        SegmentIndex segmentIndex,
        IReadOnlyList<Piece> pieces,
        IProgress<ArchivingProgress>? progress,
        CancellationToken cancellationToken)
    {
        Piece[] records = [.. Enumerable.Range(0, SegmentLayout.RawRecords).Select(record => pieces[2 * record])];
        IReadOnlyList<G1Affine?> made = _committer.Commit(
            records, done => progress?.Report(new(segmentIndex, ArchivingStage.Commitments, done, records.Length)), cancellationToken);
        G1Affine[] sources =
        [
            .. made.Select((commitment, record) => commitment
                ?? throw new ArgumentException($"Record {record} of the segment holds a chunk that is no scalar.", nameof(pieces))),
        ];
        int processors = threads == 0 ? Environment.ProcessorCount : threads;
        G1Affine[] commitments = _coding.ExtendCommitments(sources, processors);
        for (int position = 0; position < commitments.Length; position++)
        {
            commitments[position].ToCompressed(pieces[position].Commitment);
        }

        cancellationToken.ThrowIfCancellationRequested();
        Polynomial polynomial = HashPolynomial(kzg, [.. pieces.Select(piece => piece.RecordCommitment)]);
        Bytes48[] witnesses = kzg.CreateSegmentWitnesses(polynomial, processors);
        for (int position = 0; position < witnesses.Length; position++)
        {
            witnesses[position].AsSpan().CopyTo(pieces[position].Witness);
        }

        progress?.Report(new(segmentIndex, ArchivingStage.Witnesses, witnesses.Length, witnesses.Length));
        return new(kzg.Commit(polynomial));
    }

    /// <summary>The polynomial that a segment commits to: its values are the hashes of the 256 record commitments.</summary>
    internal static Polynomial HashPolynomial(Kzg kzg, ReadOnlySpan<RecordCommitment> commitments)
    {
        Scalar[] hashes = new Scalar[commitments.Length];
        for (int position = 0; position < hashes.Length; position++)
        {
            hashes[position] = RecordCommitter.Hash(commitments[position].AsSpan());
        }

        return kzg.Polynomial(hashes);
    }
}
