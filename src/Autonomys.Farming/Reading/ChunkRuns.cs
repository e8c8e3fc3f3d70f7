using System.Runtime.ExceptionServices;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Reading;

/// <summary>
/// Reads chunks that lie scattered in a sector, ascending: those that share a page or lie on neighbouring ones in one read, and
/// many reads at a time.
/// </summary>
/// <remarks>
/// Reads wait for the disk, not for the processor, so each of those in flight has a thread of its own: a pool sized for the processor
/// would keep the queue of the disk short.
/// </remarks>
internal sealed class ChunkRuns(ISectorReader sector, long start, PlottedRecord record, CancellationToken cancellationToken)
{
    /// <summary>Most bytes of one read.</summary>
    public const int MaxBytes = 32 * 1024;

    // What a disk reads in any case: chunks this near cost nothing more when they come with their neighbour.
    private const int Page = 4_096;
    private const int MostThreads = 32;
    private const int RunsPerThread = 8;
    private const int StackSize = 256 * 1024;

    // Runs as the number of the first chunk of each; the next one's is the end.
    private readonly List<int> _runs = [];
    private int _next = -1;
    private ExceptionDispatchInfo? _failure;

    /// <exception cref="IOException">A read failed.</exception>
    public void Read()
    {
        Divide();
        Thread[] threads = [.. Enumerable.Range(0, Math.Clamp(_runs.Count / RunsPerThread, 1, MostThreads))
            .Select(_ => new Thread(ReadRuns, StackSize) { IsBackground = true, Name = "chunk reads" })];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        _failure?.Throw();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Divide()
    {
        uint[] locations = record.Locations;
        for (int i = 0; i < locations.Length; i++)
        {
            bool joins = i > 0
                && (locations[i] - locations[i - 1]) * (long)RecordLayout.ScalarSize <= Page
                && (locations[i] - locations[_runs[^1]] + 1) * (long)RecordLayout.ScalarSize <= MaxBytes;
            if (!joins)
            {
                _runs.Add(i);
            }
        }
    }

    private void ReadRuns()
    {
        byte[] buffer = new byte[MaxBytes];
        try
        {
            while (Volatile.Read(ref _failure) is null && !cancellationToken.IsCancellationRequested)
            {
                int run = Interlocked.Increment(ref _next);
                if (run >= _runs.Count)
                {
                    return;
                }

                int end = run + 1 < _runs.Count ? _runs[run + 1] : record.Locations.Length;
                ReadRun(_runs[run], end, buffer);
            }
        }
        catch (Exception error)
        {
            // The first failure is the one to tell; the others follow from the same disk.
            Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(error), null);
        }
    }

    private void ReadRun(int first, int end, byte[] buffer)
    {
        uint location = record.Locations[first];
        Span<byte> bytes = buffer.AsSpan(0, (int)(record.Locations[end - 1] - location + 1) * RecordLayout.ScalarSize);
        sector.ReadExactly(start + ((long)location * RecordLayout.ScalarSize), bytes);
        for (int i = first; i < end; i++)
        {
            bytes.Slice((int)(record.Locations[i] - location) * RecordLayout.ScalarSize, RecordLayout.ScalarSize)
                .CopyTo(record.Bytes.AsSpan(i * RecordLayout.ScalarSize));
        }
    }
}
