using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Space;

/// <summary>
/// Proofs of space of one record at a time, wherever they are computed. One caller at a time; the table is kept until the
/// next <see cref="Generate"/>.
/// </summary>
public interface IRecordProofs : IDisposable
{
    /// <summary>Makes the table of <paramref name="seed"/>, which the other methods then ask; about a second of work.</summary>
    void Generate(PosSeed seed, CancellationToken cancellationToken);

    /// <summary>Fills <paramref name="sBuckets"/> with the first s-buckets that have a proof, ascending; returns how many were written.</summary>
    int SelectProvable(Span<SBucket> sBuckets);

    bool HasProof(SBucket sBucket);

    /// <summary>Writes BLAKE3 of the proof of each of <paramref name="sBuckets"/>, 32 bytes each: what masks the chunks of a record.</summary>
    /// <exception cref="ArgumentException">One of them has no proof.</exception>
    void HashProofs(ReadOnlySpan<SBucket> sBuckets, Span<byte> hashes);

    /// <summary>Writes the proof of an s-bucket, 160 bytes for K = 20; false where there is none.</summary>
    bool TryFindProof(SBucket sBucket, Span<byte> proof);
}
