using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Plotting;

/// <summary>Encodes the records of one sector: each encoder on a thread of its own takes the next record until none is left.</summary>
internal sealed class EncodingRun(
    DownloadedSector sector,
    SectorContentsMap map,
    EncodingGate? gate,
    EncodingThreads threads,
    TimeProvider time,
    IProgress<PlottingProgress>? progress,
    CancellationToken cancellationToken)
{
    private readonly long _start = time.GetTimestamp();
    private int _next = -1;
    private int _done;
    private volatile bool _failed;

    public async Task RunAsync(IReadOnlyList<IRecordEncoder> encoders)
    {
        Report(0);
        Task[] workers = [.. encoders.Take(sector.PiecesInSector).Select((encoder, number) => Task.Factory.StartNew(
            () => EncodeRecords(encoder, number), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];

        // Every worker ends before the memory it writes to may be freed.
        await Task.WhenAll(workers).ConfigureAwait(false);
    }

    private void EncodeRecords(IRecordEncoder encoder, int number)
    {
        // A thread of its own, which ends with this run: nothing has to be put back.
        try
        {
            threads.Enter(number);
        }
        catch
        {
            _failed = true;
            throw;
        }

        while (!_failed)
        {
            gate?.Wait(cancellationToken);
            int index = Interlocked.Increment(ref _next);
            if (index >= sector.PiecesInSector)
            {
                return;
            }

            PieceOffset offset = new((ushort)index);
            try
            {
                encoder.Encode(sector.Records[index], sector.SectorId.DeriveEvaluationSeed(offset), map.Bitfield(offset), cancellationToken);
            }
            catch (Exception error)
            {
                _failed = true;
                if (error is OperationCanceledException)
                {
                    throw;
                }

                throw new PlottingException(
                    $"Sector {sector.SectorIndex}: piece {sector.PieceIndexes[index]} at offset {offset} does not encode: {error.Message}", error);
            }

            Report(Interlocked.Increment(ref _done));
        }
    }

    private void Report(int done) => progress?.Report(new PlottingProgress(
        sector.SectorIndex, PlottingStage.Encoding, done, sector.PiecesInSector, time.GetElapsedTime(_start)));
}
