using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Sectors;

public class SectorContentsMapTests
{
    private const ushort Pieces = 5;

    [Fact]
    public void Every_query_equals_the_rule_applied_bit_by_bit()
    {
        SectorContentsMap map = Map();
        int[] sizes = new int[RecordLayout.SBuckets];
        int[][] positions = [.. Enumerable.Range(0, Pieces).Select(_ => new int[RecordLayout.SBuckets])];
        for (ushort record = 0; record < Pieces; record++)
        {
            // The rule: encoded where the bit is set; otherwise unencoded while fewer than 32,768 − encoded were seen before.
            byte[] bits = map.Bitfield(new PieceOffset(record)).ToArray();
            int encodedCount = bits.Sum(b => System.Numerics.BitOperations.PopCount(b));
            Assert.Equal(encodedCount, map.EncodedChunks(new PieceOffset(record)));
            int unencodedLeft = RecordLayout.ChunksPerRecord - encodedCount;
            for (int bucket = 0; bucket < RecordLayout.SBuckets; bucket++)
            {
                bool isEncoded = ((bits[bucket / 8] >> (bucket % 8)) & 1) == 1;
                bool has = isEncoded || unencodedLeft-- > 0;
                Assert.Equal(has, map.Contains(new PieceOffset(record), new SBucket((ushort)bucket), out bool encoded));
                Assert.Equal(isEncoded, encoded);
                positions[record][bucket] = has ? sizes[bucket]++ : -1;
            }
        }

        Assert.Equal(sizes.Select(s => (ushort)s), map.SBucketSizes());
        int[] actual = new int[RecordLayout.SBuckets];
        for (ushort record = 0; record < Pieces; record++)
        {
            map.RecordPositions(new PieceOffset(record), actual);
            Assert.Equal(positions[record], actual);
        }

        for (int bucket = 0; bucket < RecordLayout.SBuckets; bucket += 777)
        {
            IReadOnlyList<SBucketChunk> chunks = map.SBucketChunks(new SBucket((ushort)bucket));
            Assert.Equal(sizes[bucket], chunks.Count);
            for (int i = 0; i < chunks.Count; i++)
            {
                Assert.Equal(i, positions[chunks[i].PieceOffset.Value][bucket]);
            }
        }
    }

    [Fact]
    public void Is_read_back_as_written()
    {
        SectorContentsMap map = Map();
        byte[] bytes = new byte[SectorLayout.ContentsMapSize(Pieces)];
        map.Write(bytes);

        Assert.Equal(SectorParseError.None, SectorContentsMap.TryParse(bytes, Pieces, out SectorContentsMap? parsed));
        Assert.Equal(map.SBucketSizes(), parsed!.SBucketSizes());

        Assert.Equal(SectorParseError.WrongLength, SectorContentsMap.TryParse(bytes, Pieces - 1, out _));
        bytes[100] ^= 1;
        Assert.Equal(SectorParseError.ChecksumMismatch, SectorContentsMap.TryParse(bytes, Pieces, out _));
    }

    [Fact]
    public void More_chunks_than_a_record_has_are_an_error()
    {
        byte[] bytes = new byte[SectorLayout.ContentsMapSize(1)];
        bytes.AsSpan(0, RecordLayout.ChunksPerRecord / 8).Fill(0xFF);
        WriteChecksum(bytes);
        Assert.Equal(SectorParseError.None, SectorContentsMap.TryParse(bytes, 1, out _));

        bytes[8_000] = 1;
        WriteChecksum(bytes);
        Assert.Equal(SectorParseError.TooManyEncodedChunks, SectorContentsMap.TryParse(bytes, 1, out _));
    }

    /// <summary>Records with exactly, fewer, hardly any and no encoded chunks.</summary>
    private static SectorContentsMap Map()
    {
        SectorContentsMap map = new(Pieces);
        int[] keepOneOf = [1, 1, 7, 500, 0];
        for (ushort record = 0; record < Pieces; record++)
        {
            byte[] random = Vectors.Bytes($"contents-map-{record}", RecordLayout.SBuckets);
            Span<byte> bits = map.Bitfield(new PieceOffset(record));
            int left = RecordLayout.ChunksPerRecord;
            for (int i = 0; i < RecordLayout.SBuckets && keepOneOf[record] > 0; i++)
            {
                if (random[i] < 160 && i % keepOneOf[record] == 0 && left-- > 0)
                {
                    bits[i / 8] |= (byte)(1 << (i % 8));
                }
            }
        }

        map.Complete();
        return map;
    }

    private static void WriteChecksum(byte[] bytes) => Blake3.Hash(bytes.AsSpan(0, bytes.Length - 32)).AsSpan().CopyTo(bytes.AsSpan(bytes.Length - 32));
}
