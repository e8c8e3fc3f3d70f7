using System.Buffers.Binary;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Auditing;

/// <summary>Audits one sector: reads the one s-bucket that the slot asks for, and finds the chunks within the solution range.</summary>
internal static class SectorAuditor
{
    private const int Batch = 64;

    /// <summary>Bytes that the largest s-bucket of a sector has.</summary>
    public static int MaxSBucketSize(ushort piecesInSector) => piecesInSector * RecordLayout.ScalarSize;

    /// <summary>Winning chunks, best first, or null.</summary>
    /// <param name="sector">Read once, in one piece.</param>
    /// <param name="metadata">Metadata of the sector.</param>
    /// <param name="challenge">The slot's challenge for the sector.</param>
    /// <param name="globalChallenge">The slot's challenge.</param>
    /// <param name="solutionRange">Chunks at up to half of it win.</param>
    /// <param name="buffer">At least <see cref="MaxSBucketSize"/> bytes.</param>
    /// <exception cref="IOException">The s-bucket cannot be read.</exception>
    public static WinningChunk[]? Audit(
        ISectorReader sector,
        SectorMetadata metadata,
        SectorSlotChallenge challenge,
        Blake3Hash globalChallenge,
        SolutionRange solutionRange,
        Span<byte> buffer)
    {
        SBucket sBucket = challenge.SBucketAuditIndex;
        int chunks = metadata.SBucketSizes[sBucket.Value];
        if (chunks == 0)
        {
            return null;
        }

        Span<byte> bytes = buffer[..(chunks * RecordLayout.ScalarSize)];
        long offset = SectorLayout.RecordChunksOffset(metadata.PiecesInSector)
            + ((long)metadata.SBucketOffset(sBucket) * RecordLayout.ScalarSize);
        sector.ReadExactly(offset, bytes);

        // A distance of at most half the range, on the circle of u64 and the shorter way round, is an interval: one comparison.
        ulong half = solutionRange.Value / 2;
        ulong target = BinaryPrimitives.ReadUInt64LittleEndian(globalChallenge.AsSpan());
        ulong lowest = unchecked(target - half);
        List<WinningChunk>? winning = null;
        Span<byte> hashes = stackalloc byte[Batch * Blake3Hash.Size];
        for (int first = 0; first < chunks; first += Batch)
        {
            int count = Math.Min(Batch, chunks - first);
            Span<byte> batch = hashes[..(count * Blake3Hash.Size)];
            ReadOnlySpan<byte> inputs = bytes.Slice(first * RecordLayout.ScalarSize, count * RecordLayout.ScalarSize);
            Blake3.HashManyKeyed(challenge.AsSpan(), inputs, RecordLayout.ScalarSize, batch);
            for (int i = 0; i < count; i++)
            {
                ulong audited = BinaryPrimitives.ReadUInt64LittleEndian(batch[(i * Blake3Hash.Size)..]);
                if (unchecked(audited - lowest) <= 2 * half)
                {
                    ulong distance = SolutionRanges.BidirectionalDistance(target, audited);
                    (winning ??= []).Add(new WinningChunk(first + i, new SolutionRange(distance)));
                }
            }
        }

        return winning?.OrderBy(chunk => chunk.Distance).ToArray();
    }
}
