using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Proving;

/// <summary>Makes solutions of what an audit found. Holds no state of a call: without a device it can be shared.</summary>
/// <param name="processor">Computes what no device does.</param>
/// <param name="device">Is asked first; null: there is none.</param>
/// <param name="time">Measures what proving takes.</param>
public sealed class SolutionProver(CpuChunkProver processor, IProofDevice? device = null, TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>All is computed on the processor.</summary>
    /// <param name="kzg">The parameters of the chain.</param>
    /// <param name="erasureCoding">For 65,536 shards.</param>
    /// <param name="threads">Threads for one witness.</param>
    /// <param name="time">Measures what proving takes.</param>
    public SolutionProver(Kzg kzg, ErasureCoding erasureCoding, int threads = 1, TimeProvider? time = null)
        : this(new CpuChunkProver(kzg, erasureCoding, threads), null, time)
    {
    }

    /// <summary>Reads the contents map of a candidate's sector and keeps the winning chunks that are encoded.</summary>
    /// <exception cref="SectorReadException">The contents map cannot be read, or is corrupted.</exception>
    public static ProvableCandidate Prepare(SolutionCandidate candidate)
    {
        SectorContentsMap map = RecordReader.ReadContentsMap(candidate.Metadata, candidate.Sector);
        IReadOnlyList<SBucketChunk> sBucket = map.SBucketChunks(candidate.SBucket);
        List<ProvableChunk> chunks = [];
        foreach (WinningChunk winning in candidate.Chunks)
        {
            if (winning.ChunkOffset >= sBucket.Count)
            {
                throw new SectorReadException(
                    SectorReadError.ContentsMap,
                    candidate.Metadata.SectorIndex,
                    $"contents map and metadata disagree on s-bucket {candidate.SBucket}. The sector has to be plotted again.");
            }

            SBucketChunk chunk = sBucket[winning.ChunkOffset];
            if (chunk.Encoded)
            {
                chunks.Add(new ProvableChunk(chunk.PieceOffset, winning.ChunkOffset, winning.Distance));
            }
        }

        return new ProvableCandidate(candidate, map, chunks);
    }

    /// <summary>Proves the chunks of a candidate one after another, best first, as the caller asks for them.</summary>
    /// <exception cref="SectorReadException">The contents map cannot be read, or is corrupted.</exception>
    public IEnumerable<ProvingOutcome> ProveAll(
        SolutionCandidate candidate,
        PublicKey rewardAddress,
        IRecordProofs proofs,
        RecordReadMode mode,
        CancellationToken cancellationToken = default)
    {
        ProvableCandidate provable = Prepare(candidate);
        foreach (ProvableChunk chunk in provable.Chunks)
        {
            yield return TryProve(provable, chunk, rewardAddress, proofs, mode, cancellationToken);
        }
    }

    /// <summary>Proves one chunk; a sector that cannot be read or is corrupted is an outcome, not an exception.</summary>
    public ProvingOutcome TryProve(
        ProvableCandidate provable,
        ProvableChunk chunk,
        PublicKey rewardAddress,
        IRecordProofs proofs,
        RecordReadMode mode,
        CancellationToken cancellationToken = default)
    {
        long start = _time.GetTimestamp();
        try
        {
            Solution solution = Prove(provable, chunk, rewardAddress, proofs, mode, cancellationToken);
            return new ProvingOutcome(chunk, solution, null, _time.GetElapsedTime(start));
        }
        catch (SectorReadException error)
        {
            return new ProvingOutcome(chunk, null, error, _time.GetElapsedTime(start));
        }
    }

    /// <summary>Proves one chunk: its record's table and chunks, the record's polynomial, and the witness of the chunk.</summary>
    /// <remarks>The plot's consistency is not checked beyond that: whoever verifies the solution does.</remarks>
    /// <exception cref="SectorReadException">The sector cannot be read, or is corrupted.</exception>
    public Solution Prove(
        ProvableCandidate provable,
        ProvableChunk chunk,
        PublicKey rewardAddress,
        IRecordProofs proofs,
        RecordReadMode mode,
        CancellationToken cancellationToken = default)
    {
        SolutionCandidate candidate = provable.Candidate;
        if (device is not null)
        {
            // It makes a table in less time than the disk needs.
            return Prove(Read(provable, chunk, mode, cancellationToken), rewardAddress, proofs, cancellationToken);
        }

        // The disk works while the processor makes the table. The task is awaited on every way out, so no read outlives this call.
        Task<ProofRequest> reading = Task.Run(() => Read(provable, chunk, mode, cancellationToken), cancellationToken);
        try
        {
            proofs.Generate(candidate.SectorId.DeriveEvaluationSeed(chunk.PieceOffset), cancellationToken);
        }
        finally
        {
            ((IAsyncResult)reading).AsyncWaitHandle.WaitOne();
        }

        return ProveCore(reading.GetAwaiter().GetResult(), rewardAddress, proofs, cancellationToken);
    }

    /// <summary>Reads what is needed to prove a chunk elsewhere.</summary>
    /// <exception cref="SectorReadException">The sector cannot be read, or is corrupted.</exception>
    public static ProofRequest Read(
        ProvableCandidate provable, ProvableChunk chunk, RecordReadMode mode, CancellationToken cancellationToken = default)
    {
        SolutionCandidate candidate = provable.Candidate;
        SectorMetadata metadata = candidate.Metadata;
        PlottedRecord record = RecordReader.ReadChunks(
            metadata, provable.ContentsMap, candidate.Sector, chunk.PieceOffset, mode, cancellationToken);
        return new ProofRequest(
            candidate.PublicKey,
            metadata.SectorIndex,
            metadata.HistorySize,
            chunk.PieceOffset,
            candidate.SBucket,
            RecordReader.ReadMetadata(metadata, candidate.Sector, chunk.PieceOffset),
            record);
    }

    /// <summary>
    /// Proves a chunk whose record was read before, here or elsewhere. What a device made is verified, which costs it milliseconds; where that fails
    /// the processor proves, and where it gets something else the device is not asked again.
    /// </summary>
    /// <exception cref="SectorReadException">The record is corrupted.</exception>
    public Solution Prove(ProofRequest request, PublicKey rewardAddress, IRecordProofs proofs, CancellationToken cancellationToken = default)
    {
        SectorId sectorId = SectorId.Derive(request.PublicKey.Hash(), request.SectorIndex, request.HistorySize);
        PosSeed seed = sectorId.DeriveEvaluationSeed(request.PieceOffset);
        if (device?.TryProve(request.Record, seed, request.SBucket, cancellationToken) is not { } made)
        {
            proofs.Generate(seed, cancellationToken);
            return ProveCore(request, rewardAddress, proofs, cancellationToken);
        }

        if (made.Holds(processor.Kzg, request.Metadata.Commitment, seed, request.SBucket))
        {
            return Solve(request, rewardAddress, made);
        }

        // Either the record is not the one that was plotted, and then the processor makes the same of it, or the device computes wrongly.
        proofs.Generate(seed, cancellationToken);
        ChunkProof? own = processor.Prove(request.Record, request.SBucket, proofs, cancellationToken);
        if (own != made)
        {
            device.Distrust();
        }

        return Solve(request, rewardAddress, own ?? throw Missing(request));
    }

    /// <summary>The rest on the processor, once the record's table is made.</summary>
    private Solution ProveCore(ProofRequest request, PublicKey rewardAddress, IRecordProofs proofs, CancellationToken cancellationToken) => Solve(
        request, rewardAddress, processor.Prove(request.Record, request.SBucket, proofs, cancellationToken) ?? throw Missing(request));

    private static SectorReadException Missing(ProofRequest request) => new(
        SectorReadError.MissingProof,
        request.SectorIndex,
        $"record {request.PieceOffset} has no provable chunk in s-bucket {request.SBucket}. The sector has to be plotted again.");

    private static Solution Solve(ProofRequest request, PublicKey rewardAddress, ChunkProof proof) => new(
        request.PublicKey,
        rewardAddress,
        request.SectorIndex,
        request.HistorySize,
        request.PieceOffset,
        request.Metadata.Commitment,
        request.Metadata.Witness,
        proof.Chunk,
        proof.Witness,
        proof.Proof);
}
