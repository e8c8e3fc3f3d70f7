using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Farming.Tests.Farms;

/// <summary>Farms of one-piece sectors, about a mebibyte each: real files with sectors whose structure is right and whose chunks are noise.</summary>
internal static class TestFarms
{
    public const ushort Pieces = 1;

    public static readonly Blake3Hash Genesis = Blake3.Hash("genesis"u8);

    public static long SectorSize => SectorLayout.SectorSize(Pieces);

    public static FarmOpenOptions Options(string directory, int sectors = 4, int cachePercentage = 0) => new()
    {
        Directory = directory,
        Size = new FarmSize.ForSectors(sectors),
        GenesisHash = Genesis,
        MaxPiecesInSector = 1000,
        PiecesInSector = Pieces,
        CachePercentage = cachePercentage,
    };

    /// <summary>Bytes and metadata of a sector; another seed is another plotting.</summary>
    public static (byte[] Bytes, SectorMetadata Metadata) Sector(int index, int seed = 0, ulong historySize = 3)
    {
        Random random = new((index * 1000) + seed);
        byte[] bytes = new byte[SectorSize];
        random.NextBytes(bytes);

        // Every second s-bucket has the encoded chunk of the one record, which ones depends on the seed.
        bytes.AsSpan(0, SectorLayout.BitfieldSize).Fill(seed % 2 == 0 ? (byte)0x55 : (byte)0xaa);
        Blake3.Hash(bytes.AsSpan(0, SectorLayout.BitfieldSize)).AsSpan().CopyTo(bytes.AsSpan(SectorLayout.BitfieldSize));
        Checksum(bytes);
        Assert.Equal(
            SectorParseError.None,
            SectorContentsMap.TryParse(bytes.AsSpan(0, SectorLayout.ContentsMapSize(Pieces)), Pieces, out SectorContentsMap? map));
        ushort[] sizes = map!.SBucketSizes();
        Assert.Equal(RecordLayout.SBuckets, sizes.Length);
        return (bytes, new SectorMetadata(new SectorIndex((ushort)index), Pieces, new HistorySize(historySize), sizes));
    }

    public static void Checksum(byte[] sector) =>
        Blake3.Hash(sector.AsSpan(0, sector.Length - Blake3Hash.Size)).AsSpan().CopyTo(sector.AsSpan(sector.Length - Blake3Hash.Size));

    public static void Write(Farm farm, int index, int seed = 0)
    {
        (byte[] bytes, SectorMetadata metadata) = Sector(index, seed);
        using SectorWriter writer = farm.BeginSector(metadata.SectorIndex);
        writer.Write(bytes);
        writer.Commit(metadata);
    }

    /// <summary>Makes a farm with its first sectors plotted, and closes it.</summary>
    public static void Make(string directory, int sectors = 4, int plotted = 3, int cachePercentage = 0)
    {
        using Farm farm = Farm.Open(Options(directory, sectors, cachePercentage));
        for (int i = 0; i < plotted; i++)
        {
            Write(farm, i);
        }
    }

    public static byte[] ReadSector(Farm farm, int index)
    {
        byte[] bytes = new byte[SectorSize];
        farm.SectorReader(new SectorIndex((ushort)index)).ReadExactly(0, bytes);
        return bytes;
    }

    public static void Flip(string path, long offset)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = offset;
        int value = stream.ReadByte();
        stream.Position = offset;
        stream.WriteByte((byte)(value ^ 0x10));
    }

    public static void Truncate(string path, long length)
    {
        using FileStream stream = new(path, FileMode.Open, FileAccess.ReadWrite);
        stream.SetLength(length);
    }

    /// <summary>Names, sizes and contents of all files in a directory.</summary>
    public static Dictionary<string, (long Size, Blake3Hash Hash)> Snapshot(string directory) =>
        Directory.Exists(directory)
            ? Directory.GetFiles(directory).ToDictionary(path => Path.GetFileName(path), path =>
            {
                byte[] bytes = File.ReadAllBytes(path);
                return (bytes.LongLength, Blake3.Hash(bytes));
            })
            : [];
}
