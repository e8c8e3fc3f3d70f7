using System.Text.Json;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Plotting;

/// <summary>Sectors equal to the reference's, byte for byte.</summary>
public class SectorVectorTests
{
    [Theory]
    [InlineData(4, 0)]
    [InlineData(4, 1)]
    public void Small_sectors_are_the_reference_s(int pieces, int index) => Check(pieces, index);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(20, 0)]
    [InlineData(20, 1)]
    public void Larger_sectors_are_the_reference_s(int pieces, int index)
    {
        VectorSectors.SkipUnlessLong();
        Check(pieces, index);
    }

    private static void Check(int pieces, int index)
    {
        JsonElement expected = VectorSectors.Expected(pieces, index);
        VectorSector sector = VectorSectors.Get(pieces, index);

        Assert.Equal(expected.GetProperty("sector_id").GetString(), sector.SectorId.ToString());
        Assert.Equal(Numbers<ulong>(expected, "piece_indexes"), sector.PieceIndexes.Select(i => i.Value));
        for (int i = 0; i < pieces; i++)
        {
            PieceOffset offset = new((ushort)i);
            Assert.Equal(expected.GetProperty("evaluation_seeds")[i].GetString(), sector.SectorId.DeriveEvaluationSeed(offset).ToString());
            Assert.Equal(expected.GetProperty("num_encoded_record_chunks")[i].GetInt32(), sector.ContentsMap.EncodedChunks(offset));
            Assert.Equal(
                expected.GetProperty("record_bitfields_blake3")[i].GetString(), Blake3.Hash(sector.ContentsMap.Bitfield(offset)).ToString());
        }

        byte[] bytes = sector.Bytes;
        Assert.Equal(expected.GetProperty("sector_size").GetInt32(), bytes.Length);
        JsonElement regions = expected.GetProperty("regions");
        byte[] map = Region(bytes, regions, "contents_map");
        Assert.Equal(expected.GetProperty("contents_map_checksum").GetString(), Convert.ToHexStringLower(map[^32..]));
        Assert.Equal(expected.GetProperty("contents_map_region_blake3").GetString(), Blake3.Hash(map).ToString());
        byte[] sBuckets = Region(bytes, regions, "s_buckets");
        Assert.Equal(expected.GetProperty("s_buckets_first_1024").GetString(), Convert.ToHexStringLower(sBuckets[..1024]));
        Assert.Equal(expected.GetProperty("s_buckets_region_blake3").GetString(), Blake3.Hash(sBuckets).ToString());
        byte[] metadata = Region(bytes, regions, "record_metadata");
        Assert.Equal(expected.GetProperty("record_metadata_first").GetString(), Convert.ToHexStringLower(metadata[..128]));
        Assert.Equal(expected.GetProperty("record_metadata_region_blake3").GetString(), Blake3.Hash(metadata).ToString());
        Assert.Equal(expected.GetProperty("sector_checksum").GetString(), Convert.ToHexStringLower(Region(bytes, regions, "checksum")));
        Assert.Equal(expected.GetProperty("first_4096").GetString(), Convert.ToHexStringLower(bytes[..4096]));
        Assert.Equal(expected.GetProperty("sector_blake3").GetString(), Blake3.Hash(bytes).ToString());
        Assert.Equal(File.ReadAllBytes(Vectors.PathOf($"sector-{pieces}-{index}.meta.bin")), sector.Metadata.ToBytes());
    }

    private static IEnumerable<T> Numbers<T>(JsonElement element, string property) =>
        element.GetProperty(property).EnumerateArray().Select(e => e.Deserialize<T>()!);

    private static byte[] Region(byte[] bytes, JsonElement regions, string name)
    {
        int offset = regions.GetProperty(name)[0].GetInt32();
        return bytes[offset..(offset + regions.GetProperty(name)[1].GetInt32())];
    }
}
