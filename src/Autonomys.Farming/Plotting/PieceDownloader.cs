using System.Collections.Concurrent;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Plotting;

/// <summary>Gets each distinct piece of a sector once, several at a time, and asks again for those missing after growing pauses.</summary>
internal sealed class PieceDownloader(IPieceSource pieces, SectorPlotterOptions options, TimeProvider time)
{
    // As many as were ever downloaded at once. A new MiB for each piece would be a gigabyte of garbage a sector.
    private readonly ConcurrentBag<Piece> _free = [];

    public async Task FillAsync(DownloadedSector sector, IProgress<PlottingProgress>? progress, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        Dictionary<PieceIndex, List<int>> missing = [];
        for (int i = 0; i < sector.PiecesInSector; i++)
        {
            if (!missing.TryGetValue(sector.PieceIndexes[i], out List<int>? offsets))
            {
                missing.Add(sector.PieceIndexes[i], offsets = []);
            }

            offsets.Add(i);
        }

        int done = 0;
        TimeSpan delay = options.FirstRetryDelay;
        Report(PlottingStage.Downloading, null);
        for (int attempt = 1; ; attempt++)
        {
            string? reason = await AttemptAsync(
                sector, missing, count => Report(PlottingStage.Downloading, null, count), cancellationToken).ConfigureAwait(false);
            if (missing.Count == 0)
            {
                Report(PlottingStage.Downloaded, null);
                return;
            }

            string detail = $"{missing.Count} pieces are missing, {reason}";
            if (attempt == options.MaxAttempts)
            {
                throw new PlottingException($"Sector {sector.SectorIndex}: {detail} ({attempt} attempts).");
            }

            Report(PlottingStage.WaitingForPieces, $"{detail}; trying again in {delay.TotalSeconds:0.#} s");
            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            delay = delay * 1.5 > options.LongestRetryDelay ? options.LongestRetryDelay : delay * 1.5;
        }

        void Report(PlottingStage stage, string? detail, int more = 0)
        {
            int total = Interlocked.Add(ref done, more);
            progress?.Report(new PlottingProgress(
                sector.SectorIndex, stage, total, sector.PiecesInSector, time.GetElapsedTime(start), detail));
        }
    }

    /// <summary>Asks once for each missing piece; removes those that came, and says why one of the others did not.</summary>
    private async Task<string?> AttemptAsync(
        DownloadedSector sector, Dictionary<PieceIndex, List<int>> missing, Action<int> arrived, CancellationToken cancellationToken)
    {
        Lock gate = new();
        string? reason = null;
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = options.DownloadConcurrency, CancellationToken = cancellationToken };
        KeyValuePair<PieceIndex, List<int>>[] wanted = [.. missing];
        await Parallel.ForEachAsync(wanted, parallel, async (entry, token) =>
        {
            string? problem = await TryOneAsync(sector, entry.Key, entry.Value, token).ConfigureAwait(false);
            lock (gate)
            {
                if (problem is null)
                {
                    missing.Remove(entry.Key);
                }
                else
                {
                    reason ??= problem;
                }
            }

            if (problem is null)
            {
                arrived(entry.Value.Count);
            }
        }).ConfigureAwait(false);
        return reason;
    }

    private async Task<string?> TryOneAsync(DownloadedSector sector, PieceIndex index, List<int> offsets, CancellationToken cancellationToken)
    {
        if (!_free.TryTake(out Piece? piece))
        {
            piece = new Piece();
        }

        try
        {
            return await pieces.TryReadAsync(index, piece, cancellationToken).ConfigureAwait(false)
                ? Take(sector, index, offsets, piece)
                : $"among them piece {index}: no source has it";
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            return $"among them piece {index}: {error.Message}";
        }
        finally
        {
            _free.Add(piece);
        }
    }

    /// <summary>Copies a piece to where the sector wants it; the reason when it cannot be one.</summary>
    private static string? Take(DownloadedSector sector, PieceIndex index, List<int> offsets, Piece piece)
    {
        if (FindBadChunk(piece.Record) is int chunk)
        {
            return $"among them piece {index}: what the source gave is not a piece of history, chunk {chunk} is not a scalar";
        }

        RecordMetadata metadata = new(piece.RecordCommitment, piece.RecordWitness, Blake3.Hash(piece.Bytes));
        foreach (int offset in offsets)
        {
            piece.Record.CopyTo(sector.Records[offset]);
            sector.Metadata[offset] = metadata;
        }

        return null;
    }

    private static int? FindBadChunk(ReadOnlySpan<byte> record)
    {
        for (int i = 0; i < RecordLayout.ChunksPerRecord; i++)
        {
            if (!Scalar.TryFromBytes(record.Slice(i * RecordLayout.ScalarSize, RecordLayout.ScalarSize), out _))
            {
                return i;
            }
        }

        return null;
    }
}
