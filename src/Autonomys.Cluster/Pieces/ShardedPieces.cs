using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Transfer;
using Autonomys.Primitives.Hashing;
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
        List<Task<(int Fragment, Memory<byte>? Bytes)>> asked = [.. Ask(placement, index, sources.Take(placement.DataFragments), buffers, ended.Token)];
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
                    asked.AddRange(Ask(placement, index, [source], buffers, ended.Token));
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

    private IEnumerable<Task<(int Fragment, Memory<byte>? Bytes)>> Ask(
        CachePlacement placement,
        PieceIndex index,
        IEnumerable<(int Fragment, string? Endpoint)> sources,
        FragmentBuffers buffers,
        CancellationToken cancellationToken)
    {
        (string Endpoint, FragmentAddress Address, Memory<byte> Body)[] wanted =
        [
            .. sources.Select(source => (
                source.Endpoint!,
                new FragmentAddress(index, source.Fragment, placement.DataFragments, placement.ParityFragments),
                buffers.For(source.Fragment))),
        ];
        long asked = Stopwatch.GetTimestamp();
        return context.Transfer.GetFragments(wanted, FragmentTimeout, cancellationToken)
            .Select((arrival, i) => WaitAsync(wanted[i].Endpoint, wanted[i].Address, wanted[i].Body, arrival, asked));
    }

    private async Task<(int Fragment, Memory<byte>? Bytes)> WaitAsync(
        string endpoint, FragmentAddress address, Memory<byte> body, Task<Blake3Hash> arrival, long asked)
    {
        try
        {
            await arrival.ConfigureAwait(false);
            observed?.Invoke(endpoint, Stopwatch.GetElapsedTime(asked), true);
            return (address.Fragment, body);
        }
        catch (TransferException exception)
        {
            observed?.Invoke(endpoint, Stopwatch.GetElapsedTime(asked), false);
            if (!exception.IsAbsent)
            {
                context.Events.Report(new Warning($"Fragment {address.Fragment} of piece {address.Piece} did not come: {exception.Message}"));
            }

            return (address.Fragment, null);
        }
    }
}
