using Autonomys.Archiving;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.History;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.Tools;

/// <summary>Checks every piece in the caches against the commitments of its segment; bad ones are named, and replaced by right ones.</summary>
/// <param name="context">The cluster.</param>
/// <param name="headers">Headers of all segments.</param>
/// <param name="checker">Checks a whole segment at once.</param>
/// <param name="verifier">Checks one piece.</param>
/// <param name="reconstructor">Makes a piece from others of its segment.</param>
/// <param name="placement">What the sharded caches should hold; null when there are none.</param>
/// <param name="events">Told of what is found.</param>
public sealed class PieceVerification(
    ClusterContext context,
    SegmentHeaders headers,
    ISegmentChecker checker,
    PieceVerifier verifier,
    PiecesReconstructor reconstructor,
    CachePlacement? placement,
    IFarmerEvents events)
{
    private const int Concurrency = 8;
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);

    private int _bad;
    private int _repaired;

    /// <summary>Pieces and fragments that were not right, and those of them that are now.</summary>
    public (int Bad, int Repaired) Found => (_bad, _repaired);

    /// <summary>Checks all segments that some full cache serves.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        ulong history = headers.HistorySize?.Value ?? 0;
        for (ulong index = 0; index < history; index++)
        {
            SegmentIndex segment = new(index);
            Piece?[]? right = null;
            foreach (MemberInfo cache in context.Members.Of(MemberRole.FullPieceCache).Where(cache => cache.Endpoint is not null && cache.Serves(segment)))
            {
                Piece?[] pieces = await CheckAsync(cache, segment, cancellationToken).ConfigureAwait(false);
                right ??= pieces;
            }

            if (right is null)
            {
                Interlocked.Increment(ref _bad);
                events.Report(new Warning($"Segment {index} is in no full-piece cache."));
            }
            else if (placement is not null)
            {
                await CheckFragmentsAsync(segment, right, cancellationToken).ConfigureAwait(false);
            }

            events.Report(new HistoryProgress(index, history - 1, "verifying", 1));
        }
    }

    /// <summary>The segment's pieces as they are right, taken from elsewhere where the cache's are not.</summary>
    private async Task<Piece?[]> CheckAsync(MemberInfo cache, SegmentIndex segment, CancellationToken cancellationToken)
    {
        Piece?[] pieces = new Piece?[SegmentLayout.Pieces];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, pieces.Length, parallel, async (position, token) =>
        {
            pieces[position] = await TryGetAsync(cache, PieceIndex.FromSegment(segment, position), token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        SegmentCommitment commitment = headers.CommitmentOf(segment)!.Value;
        if (!Array.Exists(pieces, piece => piece is null)
            && await Task.Run(() => checker.FindFault(pieces!, commitment, cancellationToken), cancellationToken).ConfigureAwait(false) is null)
        {
            return pieces;
        }

        // Something is wrong: which ones, one by one. Only then are the right ones known that others can be made from.
        for (int position = 0; position < pieces.Length; position++)
        {
            if (pieces[position] is not { } piece || !await IsRightAsync(piece, commitment, position, cancellationToken).ConfigureAwait(false))
            {
                pieces[position] = null;
            }
        }

        for (int position = 0; position < pieces.Length; position++)
        {
            if (pieces[position] is null)
            {
                Interlocked.Increment(ref _bad);
                PieceIndex index = PieceIndex.FromSegment(segment, position);
                pieces[position] = await FindRightAsync(cache, index, commitment, pieces, cancellationToken).ConfigureAwait(false);
                string outcome = pieces[position] is { } right && await TryRepairAsync(cache, index, right, cancellationToken).ConfigureAwait(false)
                    ? "it was replaced"
                    : "it could not be replaced";
                events.Report(new Warning(
                    $"Piece {index} in full-piece cache {cache.Id} at {cache.Endpoint} is not the one that segment {segment} commits to: {outcome}."));
            }
        }

        return pieces;
    }

    /// <summary>From another full cache, or made from the right pieces of the segment.</summary>
    private async Task<Piece?> FindRightAsync(
        MemberInfo cache, PieceIndex index, SegmentCommitment commitment, Piece?[] known, CancellationToken cancellationToken)
    {
        foreach (MemberInfo other in context.Members.Of(MemberRole.FullPieceCache)
            .Where(other => other.Id != cache.Id && other.Endpoint is not null && other.Serves(index.SegmentIndex)))
        {
            if (await TryGetAsync(other, index, cancellationToken).ConfigureAwait(false) is { } piece
                && await IsRightAsync(piece, commitment, index.Position, cancellationToken).ConfigureAwait(false))
            {
                return piece;
            }
        }

        try
        {
            return await Task.Run(() => reconstructor.ReconstructPiece(known, index.Position, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (ReconstructionException exception)
        {
            events.Report(new Warning($"Piece {index} cannot be made again: {exception.Message}"));
            return null;
        }
    }

    private Task<bool> IsRightAsync(Piece piece, SegmentCommitment commitment, int position, CancellationToken cancellationToken) =>
        Task.Run(() => verifier.IsPieceValid(piece, commitment, position), cancellationToken);

    private async Task<Piece?> TryGetAsync(MemberInfo cache, PieceIndex index, CancellationToken cancellationToken)
    {
        try
        {
            return new Piece(await context.Transfer.GetAsync(cache.Endpoint!, DataPlane.Piece(index.Value), Piece.Size, Timeout, cancellationToken)
                .ConfigureAwait(false));
        }
        catch (TransferException exception)
        {
            events.Report(new Warning($"Piece {index} did not come: {exception.Message}"));
            return null;
        }
    }

    private async Task<bool> TryRepairAsync(MemberInfo cache, PieceIndex index, Piece piece, CancellationToken cancellationToken)
    {
        try
        {
            await context.Transfer.PostAsync(cache.Endpoint!, DataPlane.Piece(index.Value), piece.Memory, 0, Timeout, cancellationToken)
                .ConfigureAwait(false);
            Interlocked.Increment(ref _repaired);
            return true;
        }
        catch (TransferException exception)
        {
            events.Report(new Warning($"Piece {index} was not replaced: {exception.Message}"));
            return false;
        }
    }

    /// <summary>Compares what the sharded caches hold with fragments made of the right pieces; a cache with a wrong one fetches the segment anew.</summary>
    private async Task CheckFragmentsAsync(SegmentIndex segment, Piece?[] pieces, CancellationToken cancellationToken)
    {
        HashSet<string> wrong = [];
        FragmentCode code = placement!.Code;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = Concurrency, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, pieces.Length, parallel, async (position, token) =>
        {
            PieceIndex index = PieceIndex.FromSegment(segment, position);
            int[] owners = placement.Owners(index);
            for (int fragment = 0; pieces[position] is { } piece && fragment < owners.Length; fragment++)
            {
                string cache = placement.Caches[owners[fragment]].Id;
                if (context.Members.Find(cache)?.Endpoint is not { } endpoint)
                {
                    continue;
                }

                byte[] expected = code.Encode(piece.Bytes, fragment);
                try
                {
                    string path = DataPlane.Fragment(index.Value, fragment, placement.DataFragments, placement.ParityFragments);
                    byte[] actual = await context.Transfer.GetAsync(endpoint, path, expected.Length, Timeout, token).ConfigureAwait(false);
                    if (actual.AsSpan().SequenceEqual(expected))
                    {
                        continue;
                    }

                    events.Report(new Warning($"Fragment {fragment} of piece {index} in sharded cache {cache} at {endpoint} is wrong."));
                }
                catch (TransferException exception)
                {
                    events.Report(new Warning($"Fragment {fragment} of piece {index} is not in sharded cache {cache}: {exception.Message}"));
                }

                Interlocked.Increment(ref _bad);
                lock (wrong)
                {
                    wrong.Add(endpoint);
                }
            }
        }).ConfigureAwait(false);
        foreach (string endpoint in wrong)
        {
            try
            {
                await context.Transfer.DeleteAsync(endpoint, DataPlane.Segment(segment.Value), Timeout, cancellationToken).ConfigureAwait(false);
                Interlocked.Increment(ref _repaired);
                events.Report(new Notice($"The sharded cache at {endpoint} fetches its share of segment {segment} anew."));
            }
            catch (TransferException exception)
            {
                events.Report(new Warning($"The sharded cache at {endpoint} does not fetch segment {segment} anew: {exception.Message}"));
            }
        }
    }
}
