using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Cluster.Pieces;

/// <summary>Pieces put together from the sharded caches.</summary>
/// <param name="context">The cluster.</param>
/// <param name="current">Where fragments are; null while nobody knows.</param>
/// <param name="observed">Told of each fragment: whence, how long it took, whether it came.</param>
internal sealed class ShardedPieces(ClusterContext context, Func<CachePlacement?> current, Action<string, TimeSpan, bool>? observed = null)
{
    private static readonly TimeSpan FragmentTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Null when too many fragments cannot be had.</summary>
    public async Task<Piece?> FindAsync(PieceIndex index, CancellationToken cancellationToken)
    {
        if (current() is not { } placement || placement.Owners(index) is not { Length: > 0 } owners)
        {
            return null;
        }

        (int Fragment, string? Endpoint)[] sources =
        [
            .. owners.Select((owner, fragment) => (fragment, context.Members.Find(placement.Caches[owner].Id)?.Endpoint))
                .Where(source => source.Endpoint is not null),
        ];
        if (sources.Length < placement.DataFragments)
        {
            return null;
        }

        // The data fragments at once; for each that fails one of those left.
        int size = placement.Code.FragmentSize(Piece.Size);
        List<(int Fragment, byte[] Bytes)> arrived = [];
        Queue<(int Fragment, string? Endpoint)> left = new(sources.Skip(placement.DataFragments));
        List<Task<(int Fragment, byte[]? Bytes)>> asked =
            [.. sources.Take(placement.DataFragments).Select(source => GetAsync(placement, index, source.Fragment, source.Endpoint!, size, cancellationToken))];
        while (asked.Count > 0)
        {
            Task<(int Fragment, byte[]? Bytes)> first = await Task.WhenAny(asked).ConfigureAwait(false);
            asked.Remove(first);
            (int fragment, byte[]? bytes) = await first.ConfigureAwait(false);
            if (bytes is not null)
            {
                arrived.Add((fragment, bytes));
            }
            else if (left.TryDequeue(out (int Fragment, string? Endpoint) source))
            {
                asked.Add(GetAsync(placement, index, source.Fragment, source.Endpoint!, size, cancellationToken));
            }
        }

        if (arrived.Count < placement.DataFragments)
        {
            return null;
        }

        Piece piece = new();
        placement.Code.Decode(arrived, piece.Bytes);
        return piece;
    }

    private async Task<(int Fragment, byte[]? Bytes)> GetAsync(
        CachePlacement placement, PieceIndex index, int fragment, string endpoint, int size, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            string path = DataPlane.Fragment(index.Value, fragment, placement.DataFragments, placement.ParityFragments);
            byte[] bytes = await context.Transfer.GetAsync(endpoint, path, size, FragmentTimeout, cancellationToken).ConfigureAwait(false);
            observed?.Invoke(endpoint, Stopwatch.GetElapsedTime(started), true);
            return (fragment, bytes);
        }
        catch (TransferException exception)
        {
            observed?.Invoke(endpoint, Stopwatch.GetElapsedTime(started), false);
            if (!exception.IsAbsent)
            {
                context.Events.Report(new Warning($"Fragment {fragment} of piece {index} did not come: {exception.Message}"));
            }

            return (fragment, null);
        }
    }
}
