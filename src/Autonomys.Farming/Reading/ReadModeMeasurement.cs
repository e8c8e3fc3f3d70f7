using System.Diagnostics;
using Autonomys.Farming.Sectors;

namespace Autonomys.Farming.Reading;

/// <summary>Finds out which way of reading a record is faster on a disk.</summary>
public static class ReadModeMeasurement
{
    /// <summary>
    /// Reads the first record of a sector in both ways. The second gets twice the time of the first and is given up then: single chunks
    /// from a slow disk take minutes.
    /// </summary>
    /// <exception cref="SectorReadException">The sector cannot be read.</exception>
    public static RecordReadMode FindFaster(SectorMetadata metadata, ISectorReader sector, CancellationToken cancellationToken)
    {
        SectorContentsMap map = RecordReader.ReadContentsMap(metadata, sector);
        TimeSpan whole = Time(RecordReadMode.WholeSector, cancellationToken);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter((2 * whole) + TimeSpan.FromMilliseconds(1));
        try
        {
            return Time(RecordReadMode.ConcurrentChunks, limit.Token) < whole ? RecordReadMode.ConcurrentChunks : RecordReadMode.WholeSector;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return RecordReadMode.WholeSector;
        }

        TimeSpan Time(RecordReadMode mode, CancellationToken token)
        {
            long start = Stopwatch.GetTimestamp();
            RecordReader.ReadChunks(metadata, map, sector, default, mode, token);
            return Stopwatch.GetElapsedTime(start);
        }
    }
}
