using System.Text.Json;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Sectors;

public class SectorMetadataTests
{
    public static TheoryData<int, int> Files => new() { { 4, 0 }, { 4, 1 }, { 20, 0 }, { 20, 1 } };

    [Theory]
    [MemberData(nameof(Files))]
    public void Reads_and_writes_what_the_reference_wrote(int pieces, int index)
    {
        byte[] bytes = File.ReadAllBytes(Vectors.PathOf($"sector-{pieces}-{index}.meta.bin"));
        JsonElement expected = Vectors.Json("sector.json").GetProperty("sectors").EnumerateArray()
            .Single(s => s.GetProperty("pieces_in_sector").GetInt32() == pieces && s.GetProperty("sector_index").GetInt32() == index);

        Assert.Equal(SectorParseError.None, SectorMetadata.TryParse(bytes, out SectorMetadata? metadata));

        Assert.Equal(index, metadata!.SectorIndex.Value);
        Assert.Equal(pieces, metadata.PiecesInSector);
        Assert.Equal(expected.GetProperty("history_size").GetUInt64(), metadata.HistorySize.Value);
        Assert.Equal(
            expected.GetProperty("s_bucket_sizes_first_16").EnumerateArray().Select(e => e.GetUInt16()), metadata.SBucketSizes[..16].ToArray());
        Assert.Equal(expected.GetProperty("s_bucket_sizes_u16le_blake3").GetString(), Blake3.Hash(bytes.AsSpan(4, 131_072)).ToString());
        Assert.Equal(expected.GetProperty("sector_metadata_scale_blake3").GetString(), Blake3.Hash(metadata.ToBytes()).ToString());
        Assert.Equal(bytes, metadata.ToBytes());
        Assert.Equal(expected.GetProperty("sector_size").GetInt64(), metadata.SectorSize);
        Assert.Equal(SectorMetadata.EncodedSize, expected.GetProperty("sector_metadata_scale_len").GetInt32());
        JsonElement regions = expected.GetProperty("regions");
        ushort count = (ushort)pieces;
        Assert.Equal((0, SectorLayout.ContentsMapSize(count)), Region(regions, "contents_map"));
        Assert.Equal((SectorLayout.RecordChunksOffset(count), SectorLayout.RecordChunksSize(count)), Region(regions, "s_buckets"));
        Assert.Equal(
            (SectorLayout.RecordMetadataOffset(count, default), SectorLayout.RecordMetadataSize(count)), Region(regions, "record_metadata"));
        Assert.Equal((SectorLayout.ChecksumOffset(count), 32), Region(regions, "checksum"));
    }

    [Fact]
    public void Offsets_are_the_sums_of_the_sizes_before()
    {
        SectorMetadata.TryParse(File.ReadAllBytes(Vectors.PathOf("sector-20-1.meta.bin")), out SectorMetadata? metadata);
        uint sum = 0;
        for (int i = 0; i < RecordLayout.SBuckets; i++)
        {
            Assert.Equal(sum, metadata!.SBucketOffset(new SBucket((ushort)i)));
            sum += metadata.SBucketSizes[i];
        }
    }

    [Fact]
    public void Any_flipped_bit_or_other_length_is_an_error_and_not_an_exception()
    {
        byte[] bytes = File.ReadAllBytes(Vectors.PathOf("sector-4-0.meta.bin"));
        for (int i = 0; i < bytes.Length; i += 9_973)
        {
            bytes[i] ^= 0x10;
            Assert.Equal(SectorParseError.ChecksumMismatch, SectorMetadata.TryParse(bytes, out SectorMetadata? none));
            Assert.Null(none);
            bytes[i] ^= 0x10;
        }

        Assert.Equal(SectorParseError.WrongLength, SectorMetadata.TryParse(bytes.AsSpan(1), out _));
        Assert.Equal(SectorParseError.WrongLength, SectorMetadata.TryParse([], out _));
    }

    [Theory]
    [InlineData(2, "pieces")]
    [InlineData(131_076, "history size")]
    [InlineData(4, "size of an s-bucket")]
    public void Impossible_values_with_a_right_checksum_are_an_error(int offset, string what)
    {
        byte[] bytes = File.ReadAllBytes(Vectors.PathOf("sector-4-0.meta.bin"));
        bytes[offset] = (byte)(what == "size of an s-bucket" ? 2 : 0);
        Blake3.Hash(bytes.AsSpan(0, bytes.Length - 32)).AsSpan().CopyTo(bytes.AsSpan(bytes.Length - 32));

        Assert.Equal(SectorParseError.ImpossibleValue, SectorMetadata.TryParse(bytes, out _));
    }

    [Fact]
    public void A_sector_of_a_thousand_pieces_has_the_size_the_network_gives_it() =>
        Assert.Equal(1_056_896_064, SectorLayout.SectorSize(1_000));

    private static (long Offset, long Length) Region(JsonElement regions, string name) =>
        (regions.GetProperty(name)[0].GetInt64(), regions.GetProperty(name)[1].GetInt64());
}
