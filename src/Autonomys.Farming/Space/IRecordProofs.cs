using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Space;

/// <summary>
/// Proofs of space of one record at a time. One caller at a time; the table and its buffers are kept until the next
/// <see cref="Generate"/>.
/// </summary>
public interface IRecordProofs : IDisposable
{
    /// <summary>Makes the table of <paramref name="seed"/>, which the other methods then ask; seconds of work.</summary>
    void Generate(PosSeed seed, CancellationToken cancellationToken);

    /// <summary>Writes the proof of an s-bucket, 160 bytes; false where there is none.</summary>
    bool TryFindProof(SBucket sBucket, Span<byte> proof);

    /// <summary>
    /// For all s-buckets, in order, whether there is a proof and its BLAKE3, which chunks are masked with. May end early, after
    /// <paramref name="wanted"/> proofs.
    /// </summary>
    /// <param name="wanted">Proofs that the caller can use.</param>
    /// <param name="bitfield">8,192 bytes, overwritten: bit n is set where s-bucket n has a proof.</param>
    /// <param name="hashes">32 bytes per s-bucket, 2 MiB; written where there is a proof.</param>
    /// <returns>Number of proofs found.</returns>
    int FindHashes(int wanted, Span<byte> bitfield, Span<byte> hashes);
}
