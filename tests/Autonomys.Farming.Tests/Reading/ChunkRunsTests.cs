using System.Collections.Concurrent;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Farming.Tests.Reading;

public class ChunkRunsTests
{
    private const int Start = 1_000;

    /// <summary>Chunks from one s-bucket to the next as in sectors of 4, 20 and 1,000 pieces, and all sorts of gaps.</summary>
    [Theory]
    [InlineData(4, 4)]
    [InlineData(20, 40)]
    [InlineData(600, 1_200)]
    [InlineData(1, 260)]
    public void Chunks_come_to_their_places_and_near_ones_in_one_read(int leastGap, int mostGap)
    {
        Random random = new(mostGap);
        PlottedRecord record = new(new(1), new(2));
        uint location = 5;
        for (int i = 0; i < record.Locations.Length; i++)
        {
            record.Locations[i] = location;
            location += (uint)random.Next(leastGap, mostGap + 1);
        }

        NumberedSector sector = new();
        new ChunkRuns(sector, Start, record, CancellationToken.None).Read();
        for (int i = 0; i < record.Locations.Length; i++)
        {
            Assert.Equal(record.Locations[i], BitConverter.ToUInt32(record.Bytes, i * RecordLayout.ScalarSize));
        }

        Assert.All(sector.Reads, read => Assert.InRange(read.Length, RecordLayout.ScalarSize, ChunkRuns.MaxBytes));
        Assert.Equal(sector.Reads.Count, sector.Reads.DistinctBy(read => read.Offset).Count());
        int expected = leastGap > 4_096 / RecordLayout.ScalarSize ? record.Locations.Length : record.Locations.Length * 6 / 10;
        Assert.InRange(sector.Reads.Count, 1, expected);
        Assert.True(mostGap > 4 || sector.Reads.Count < record.Locations.Length / 200);
    }

    [Fact]
    public void A_read_that_fails_ends_all_with_its_error()
    {
        PlottedRecord record = Spread();
        NumberedSector sector = new() { FailAt = Start + (long)record.Locations[9_999] * RecordLayout.ScalarSize };
        IOException thrown = Assert.Throws<IOException>(() => new ChunkRuns(sector, Start, record, CancellationToken.None).Read());
        Assert.Equal("the disk is gone", thrown.Message);
        Assert.InRange(sector.Reads.Count, 1, record.Locations.Length - 1);
    }

    [Fact]
    public void A_cancelled_read_ends_as_such()
    {
        using CancellationTokenSource stop = new();
        NumberedSector sector = new() { Reading = stop.Cancel };
        Assert.Throws<OperationCanceledException>(() => new ChunkRuns(sector, Start, Spread(), stop.Token).Read());
        Assert.InRange(sector.Reads.Count, 1, 1_000);
    }

    private static PlottedRecord Spread()
    {
        PlottedRecord record = new(new(1), new(2));
        for (int i = 0; i < record.Locations.Length; i++)
        {
            record.Locations[i] = (uint)i * 1_000;
        }

        return record;
    }

    /// <summary>A sector whose chunks hold their numbers.</summary>
    private sealed class NumberedSector : ISectorReader
    {
        public ConcurrentQueue<(long Offset, int Length)> Reads { get; } = [];

        public long? FailAt { get; init; }

        public Action? Reading { get; init; }

        public void ReadExactly(long offset, Span<byte> destination)
        {
            Reads.Enqueue((offset, destination.Length));
            Reading?.Invoke();
            if (offset == FailAt)
            {
                throw new IOException("the disk is gone");
            }

            for (int i = 0; i < destination.Length; i += RecordLayout.ScalarSize)
            {
                BitConverter.TryWriteBytes(destination[i..], (uint)((offset - Start + i) / RecordLayout.ScalarSize));
            }
        }
    }
}
