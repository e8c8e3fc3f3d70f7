using Autonomys.Archiving;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Import;

/// <summary>Gathers 128 pieces of a segment, source pieces first, and finds others for those that are missing or wrong.</summary>
/// <param name="source">Where pieces come from.</param>
/// <param name="segment">The segment.</param>
/// <param name="downloads">Pieces asked for at once.</param>
internal sealed class SegmentPieces(IPieceSource source, SegmentIndex segment, int downloads)
{
    private readonly Piece?[] _pieces = new Piece?[SegmentLayout.Pieces];
    private readonly string?[] _problems = new string?[SegmentLayout.Pieces];
    private int _present;

    /// <summary>256 entries in order of position; null where a piece is not taken.</summary>
    public IReadOnlyList<Piece?> Pieces => _pieces;

    /// <summary>Positions of the pieces that are taken.</summary>
    public int[] Positions => [.. Enumerable.Range(0, _pieces.Length).Where(position => _pieces[position] is not null)];

    /// <summary>What was missing or wrong so far.</summary>
    public IEnumerable<UnusablePiece> Problems => Enumerable.Range(0, _problems.Length)
        .Where(position => _problems[position] is not null)
        .Select(position => new UnusablePiece(PieceIndex.FromSegment(segment, position), _problems[position]!));

    /// <summary>Asks for pieces until there are 128.</summary>
    /// <exception cref="DevChainException">Fewer can be had; names the first that cannot, and why.</exception>
    public async Task GatherAsync(Action<int> onCount, CancellationToken cancellationToken)
    {
        int next = 0;
        int[] order = [.. Enumerable.Range(0, SegmentLayout.Pieces).OrderBy(position => position % 2)];
        while (_present < SegmentLayout.RawRecords)
        {
            int[] wanted = [.. order[next..]
                .Where(position => _pieces[position] is null && _problems[position] is null)
                .Take(SegmentLayout.RawRecords - _present)];
            if (wanted.Length == 0)
            {
                throw TooFew();
            }

            next = Array.IndexOf(order, wanted[^1]) + 1;
            ParallelOptions options = new() { MaxDegreeOfParallelism = downloads, CancellationToken = cancellationToken };
            await Parallel.ForEachAsync(wanted, options, async (position, token) =>
            {
                await TakeAsync(position, token);
                onCount(Volatile.Read(ref _present));
            });
        }
    }

    /// <summary>Drops every taken piece that is not the one at its position.</summary>
    /// <returns>How many were dropped.</returns>
    public int DropWrong(PieceVerifier verifier, SegmentCommitment commitment, CancellationToken cancellationToken)
    {
        int dropped = 0;
        Parallel.ForEach(Positions, new ParallelOptions { CancellationToken = cancellationToken }, position =>
        {
            if (!verifier.IsPieceValid(_pieces[position]!, commitment, position))
            {
                _pieces[position] = null;
                _problems[position] = "its record, commitment or witness is not that of the segment's header";
                Interlocked.Increment(ref dropped);
                Interlocked.Decrement(ref _present);
            }
        });
        return dropped;
    }

    private async Task TakeAsync(int position, CancellationToken cancellationToken)
    {
        try
        {
            _pieces[position] = await source.GetPieceAsync(PieceIndex.FromSegment(segment, position), cancellationToken);
            _problems[position] = _pieces[position] is null ? "no source has it" : null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A source may fail in ways of its own; with 127 others to spare one piece that cannot be had is no failure of the export.
            _problems[position] = exception.Message;
        }

        if (_pieces[position] is not null)
        {
            Interlocked.Increment(ref _present);
        }
    }

    private DevChainException TooFew()
    {
        UnusablePiece first = Problems.First();
        return new(
            $"Segment {segment} cannot be reconstructed: {SegmentLayout.RawRecords} of its {SegmentLayout.Pieces} pieces are needed, only {_present} can be had. "
            + $"The first that cannot is piece {first.PieceIndex}: {first.Reason}. Give a source that has more of them.");
    }
}
