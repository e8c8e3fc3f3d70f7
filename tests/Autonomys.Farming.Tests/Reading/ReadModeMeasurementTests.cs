using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Tests.Plotting;

namespace Autonomys.Farming.Tests.Reading;

public class ReadModeMeasurementTests
{
    [Theory]
    [InlineData(1, ChunkRuns.MaxBytes, RecordReadMode.WholeSector)]
    [InlineData(ChunkRuns.MaxBytes + 1, int.MaxValue, RecordReadMode.ConcurrentChunks)]
    public void The_way_whose_reads_do_not_stall_is_found(int from, int to, RecordReadMode expected)
    {
        VectorSector sector = VectorSectors.Get(4, 1);
        StallingReader reader = new(new MemorySectorReader(sector.Bytes), from, to);

        Assert.Equal(expected, ReadModeMeasurement.FindFaster(sector.Metadata, reader, CancellationToken.None));
    }

    [Fact]
    public void A_sector_that_cannot_be_read_is_named()
    {
        VectorSector sector = VectorSectors.Get(4, 1);
        SectorReadException thrown = Assert.Throws<SectorReadException>(
            () => ReadModeMeasurement.FindFaster(sector.Metadata, new MemorySectorReader(sector.Bytes[..2_000_000]), CancellationToken.None));
        Assert.Equal(SectorReadError.InputOutput, thrown.Error);
    }

    /// <summary>A disk on which reads of some lengths take longer than all others together.</summary>
    private sealed class StallingReader(ISectorReader inner, int from, int to) : ISectorReader
    {
        public void ReadExactly(long offset, Span<byte> destination)
        {
            if (destination.Length >= from && destination.Length <= to)
            {
                Thread.Sleep(destination.Length > ChunkRuns.MaxBytes ? 500 : 5);
            }

            inner.ReadExactly(offset, destination);
        }
    }
}
