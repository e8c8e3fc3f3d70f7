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

    /// <summary>Puts a piece into the caller's memory; false, with anything in it, when too many fragments cannot be had.</summary>
    /// <remarks>Data fragments go straight to their place: nothing is copied or decoded while all of them come.</remarks>
    /// <param name="index">Which piece.</param>
    /// <param name="piece">As many bytes as a piece has; nobody writes into it any more when the task has ended, however it did.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<bool> TryReadAsync(PieceIndex index, Memory<byte> piece, CancellationToken cancellationToken)
    {
        if (current() is not { } placement || placement.Owners(index) is not { Length: > 0 } owners)
        {
            return false;
        }

        (int Fragment, string? Endpoint)[] sources =
        [
            .. owners.Select((owner, fragment) => (fragment, context.Members.Find(placement.Caches[owner].Id)?.Endpoint))
                .Where(source => source.Endpoint is not null),
        ];
        if (sources.Length < placement.DataFragments)
        {
            return false;
        }

        // The data fragments at once; for each that fails one of those left.
        using FragmentBuffers buffers = new(placement.Code, piece);
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<(int Fragment, ReadOnlyMemory<byte> Bytes)> arrived = [];
        Queue<(int Fragment, string? Endpoint)> left = new(sources.Skip(placement.DataFragments));
        List<Task<(int Fragment, Memory<byte>? Bytes)>> asked =
            [.. sources.Take(placement.DataFragments).Select(source => GetAsync(placement, index, source.Fragment, source.Endpoint!, buffers, ended.Token))];
        try
        {
            while (asked.Count > 0)
            {
                Task<(int Fragment, Memory<byte>? Bytes)> first = await Task.WhenAny(asked).ConfigureAwait(false);
                (int fragment, Memory<byte>? bytes) = await first.ConfigureAwait(false);
                asked.Remove(first);
                if (bytes is not null)
                {
                    arrived.Add((fragment, bytes.Value));
                }
                else if (left.TryDequeue(out (int Fragment, string? Endpoint) source))
                {
                    asked.Add(GetAsync(placement, index, source.Fragment, source.Endpoint!, buffers, ended.Token));
                }
            }
        }
        finally
        {
            // Whoever is left over still writes into the memory.
            if (asked.Count > 0)
            {
                await ended.CancelAsync().ConfigureAwait(false);
                await Task.WhenAll(asked.Cast<Task>()).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        if (arrived.Count < placement.DataFragments)
        {
            return false;
        }

        placement.Code.Decode(arrived, piece.Span);
        return true;
    }

    private async Task<(int Fragment, Memory<byte>? Bytes)> GetAsync(
        CachePlacement placement, PieceIndex index, int fragment, string endpoint, FragmentBuffers buffers, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        Memory<byte> bytes = buffers.For(fragment);
        try
        {
            FragmentAddress address = new(index, fragment, placement.DataFragments, placement.ParityFragments);
            await context.Transfer.GetFragmentAsync(endpoint, address, bytes, FragmentTimeout, cancellationToken).ConfigureAwait(false);
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
