using System.Buffers.Binary;
using System.Text;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Farms;

/// <summary>Files of a farm, byte for byte against protocol.md 4.5 and records that the network's farmer made.</summary>
public sealed class FarmLayoutTests
{
    private const int Record = 131_116;

    [Fact]
    public void A_new_farm_has_the_files_of_the_protocol_and_no_others()
    {
        using TemporaryDirectory directory = new();
        FarmAllocation allocation;
        SingleDiskFarmInfo info;
        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path, sectors: 3, cachePercentage: 40)))
        {
            allocation = farm.Allocation;
            info = farm.Info;
            Assert.Equal(3, farm.SectorCount);
            Assert.Equal(0, farm.PlottedCount);
            Assert.Equal(3, farm.SectorsToPlot().Count);
        }

        Assert.Equal(
            ["identity.bin", "metadata.bin", "piece_cache.bin", "plot.bin", "single_disk_farm.json"],
            Directory.GetFiles(directory.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(33, new FileInfo(directory.File("identity.bin")).Length);
        Assert.Equal(allocation.PlotFileSize, new FileInfo(directory.File("plot.bin")).Length);
        Assert.Equal((3 * TestFarms.SectorSize + 4095) / 4096 * 4096, allocation.PlotFileSize);
        Assert.Equal((1_048_576 + (3 * Record) + 4095) / 4096 * 4096, new FileInfo(directory.File("metadata.bin")).Length);
        Assert.Equal(allocation.PieceCacheFileSize, new FileInfo(directory.File("piece_cache.bin")).Length);
        Assert.True(allocation.PieceCacheCapacity > 0);
        Assert.Equal(
            $$$"""{"v0":{"id":"{{{info.Id}}}","genesisHash":"{{{TestFarms.Genesis}}}","publicKey":"{{{info.PublicKey}}}","piecesInSector":1,"allocatedSpace":{{{info.AllocatedSpace}}}}}""",
            File.ReadAllText(directory.File("single_disk_farm.json")));
        Assert.All(File.ReadAllBytes(directory.File("metadata.bin")), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Sectors_lie_one_after_another_and_their_records_after_a_mebibyte()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path, sectors: 4, plotted: 2);
        (byte[] firstBytes, SectorMetadata first) = TestFarms.Sector(0);
        (byte[] secondBytes, SectorMetadata second) = TestFarms.Sector(1);

        byte[] plot = File.ReadAllBytes(directory.File("plot.bin"));
        Assert.True(plot.AsSpan(0, firstBytes.Length).SequenceEqual(firstBytes));
        Assert.True(plot.AsSpan(firstBytes.Length, secondBytes.Length).SequenceEqual(secondBytes));
        Assert.False(plot.AsSpan(2 * firstBytes.Length).ContainsAnyExcept((byte)0));

        byte[] expected = new byte[(1_048_576 + (4 * Record) + 4095) / 4096 * 4096];
        expected[1] = 2;
        WriteRecord(first, expected.AsSpan(1_048_576));
        WriteRecord(second, expected.AsSpan(1_048_576 + Record));
        Assert.Equal(expected, File.ReadAllBytes(directory.File("metadata.bin")));
    }

    [Fact]
    public void A_sector_set_aside_has_an_empty_record_of_history_size_one()
    {
        using TemporaryDirectory directory = new();
        TestFarms.Make(directory.Path);
        using (Farm farm = Farm.Open(TestFarms.Options(directory.Path)))
        {
            farm.SetAside(new SectorIndex(1), "test");
        }

        byte[] expected = new byte[Record];
        expected[0] = 1;
        expected[2] = 1;
        expected[4 + 131_072] = 1;
        Blake3.Hash(expected.AsSpan(0, Record - 32)).AsSpan().CopyTo(expected.AsSpan(Record - 32));
        Assert.Equal(expected, File.ReadAllBytes(directory.File("metadata.bin")).AsSpan(1_048_576 + Record, Record));
        Assert.True(SetAsideSector.IsRecord(expected));
        expected[Record - 1] ^= 1;
        Assert.False(SetAsideSector.IsRecord(expected));
    }

    [Theory]
    [InlineData("sector-4-0.meta.bin", "sector-4-1.meta.bin", 4)]
    [InlineData("sector-20-0.meta.bin", "sector-20-1.meta.bin", 20)]
    public void A_farm_directory_made_by_hand_with_records_of_the_network_opens(string firstRecord, string secondRecord, ushort pieces)
    {
        using TemporaryDirectory directory = new();
        ulong space = FarmAllocation.SpaceForSectors(2, pieces, 1);
        byte[] identity = [0x80, .. Enumerable.Repeat((byte)9, 32)];
        File.WriteAllBytes(directory.File("identity.bin"), identity);
        PublicKey key = FarmIdentity.Open(directory.Path)!.PublicKey;
        File.WriteAllText(
            directory.File("single_disk_farm.json"),
            $$$"""{"v0":{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","genesisHash":"{{{TestFarms.Genesis}}}","publicKey":"{{{key}}}","piecesInSector":{{{pieces}}},"allocatedSpace":{{{space}}}}}""");
        byte[] first = File.ReadAllBytes(Vectors.PathOf(firstRecord));
        byte[] second = File.ReadAllBytes(Vectors.PathOf(secondRecord));
        byte[] metadata = new byte[(1_048_576 + (2 * Record) + 4095) / 4096 * 4096];
        BinaryPrimitives.WriteUInt16LittleEndian(metadata.AsSpan(1), 2);
        first.CopyTo(metadata, 1_048_576);
        second.CopyTo(metadata, 1_048_576 + Record);
        File.WriteAllBytes(directory.File("metadata.bin"), metadata);
        using (FileStream plot = File.Create(directory.File("plot.bin")))
        {
            plot.SetLength((2 * SectorLayout.SectorSize(pieces) + 4095) / 4096 * 4096);
        }

        using Farm farm = Farm.Open(new FarmOpenOptions
        {
            Directory = directory.Path,
            Size = new FarmSize.Exact(space),
            GenesisHash = TestFarms.Genesis,
            MaxPiecesInSector = 1000,
        });

        Assert.Empty(farm.SetAsideSectors);
        Assert.Equal(2, farm.PlottedCount);
        Assert.Equal(first, farm.Sector(new SectorIndex(0))!.ToBytes());
        Assert.Equal(second, farm.Sector(new SectorIndex(1))!.ToBytes());
        Assert.Equal(metadata, File.ReadAllBytes(directory.File("metadata.bin")));
        Assert.Equal(identity, File.ReadAllBytes(directory.File("identity.bin")));
    }

    private static void WriteRecord(SectorMetadata sector, Span<byte> record)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(record, sector.SectorIndex.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(record[2..], sector.PiecesInSector);
        for (int i = 0; i < 65_536; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(record[(4 + (2 * i))..], sector.SBucketSizes[i]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(record[131_076..], sector.HistorySize.Value);
        Blake3.Hash(record[..131_084]).AsSpan().CopyTo(record[131_084..]);
    }
}
