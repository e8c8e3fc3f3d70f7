using System.Text.Json;
using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Archiving.Tests.Segments;

public class HistoryBufferTests
{
    private static readonly JsonElement Archiver = Vectors.Json("archiver.json");
    private static readonly JsonElement Edge = Vectors.Json("archiver_edge.json");

    // The blocks of all edge cases are beginnings of the same bytes.
    private static readonly Lazy<byte[]> EdgeBlock = new(() => Vectors.Bytes("edge-0", SegmentLayout.RecordedSize));

    public static TheoryData<int> EdgeCases => [.. Enumerable.Range(0, Edge.GetProperty("cases").GetArrayLength())];

    [Fact]
    public void Blocks_are_cut_into_the_segments_of_the_vector()
    {
        JsonElement segments = Archiver.GetProperty("segments");
        int[] lengths = [.. Archiver.GetProperty("block_lens").EnumerateArray().Select(length => length.GetInt32())];
        HistoryBuffer buffer = new();
        Assert.Null(buffer.LastArchivedBlockNumber);
        int taken = 0;
        for (int block = 0; block < lengths.Length; block++)
        {
            buffer.Append(Vectors.Bytes($"block-{block}", lengths[block]));
            while (buffer.TryTake() is { } segment)
            {
                JsonElement expected = segments[taken++];
                SegmentHeader header = Scale.Decode<SegmentHeader>(expected.Hex("segment_header_scale"));
                AssertSegment(expected, header, segment);
                AssertItems(expected.GetProperty("items"), segment.Bytes);
                buffer.Complete(header);
            }
        }

        Assert.Equal(segments.GetArrayLength(), taken);
        Assert.Equal(21u, buffer.LastArchivedBlockNumber);
    }

    [Theory]
    [MemberData(nameof(EdgeCases))]
    public void Blocks_that_end_near_the_end_of_a_segment_are_cut_as_in_the_vector(int index)
    {
        JsonElement expected = Edge.GetProperty("cases")[index];
        ReadOnlyMemory<byte> first = EdgeBlock.Value.AsMemory(0, expected.GetProperty("block_0_len").GetInt32());
        byte[] second = Vectors.Bytes("edge-1", expected.GetProperty("block_1_len").GetInt32());
        HistoryBuffer buffer = new();
        SegmentHeader header = Scale.Decode<SegmentHeader>(expected.Hex("segment_header_scale"));

        buffer.Append(first);
        Assert.Equal(expected.GetProperty("remaining_after_block_0").GetInt32(), SegmentLayout.RecordedSize - buffer.EncodedSize);
        RecordedSegment? segment = buffer.TryTake();
        Assert.Equal(expected.GetProperty("segments_after_block_0").GetInt32(), segment is null ? 0 : 1);
        buffer.Append(second);
        segment ??= buffer.TryTake();
        Assert.NotNull(segment);

        Assert.Equal(header.LastArchivedBlock, segment.LastArchivedBlock);
        Assert.Equal(
            expected.GetProperty("last_archived_block").Deserialize<LastArchivedBlock>(JsonSerializerOptions.Web),
            segment.LastArchivedBlock);
        Assert.Equal(expected.Hex("raw_last_32_bytes"), segment.Bytes[^32..]);
        AssertItems(expected.GetProperty("items"), segment.Bytes);
        Assert.Equal(expected.Hex("segment_header_hash"), header.Hash().ToArray());
        Assert.Equal(1, expected.GetProperty("segments_total").GetInt32());
        buffer.Complete(header);
        Assert.Null(buffer.TryTake());
    }

    [Fact]
    public void Resuming_gives_the_same_next_segment()
    {
        // Blocks of 10 MiB: the first segment ends inside block 12.
        JsonElement incremental = Archiver.GetProperty("reconstruction").GetProperty("incremental");
        SegmentHeader header = Scale.Decode<SegmentHeader>(incremental.Hex("segment_header_scale"));
        byte[][] blocks = [.. Enumerable.Range(0, 26).Select(i => Vectors.Bytes($"inc-{i}", 10 << 20))];
        HistoryBuffer whole = new();
        RecordedSegment? first = AppendUntilSegment(whole, blocks);
        whole.Complete(header);
        RecordedSegment? second = AppendUntilSegment(whole, blocks[13..]);

        HistoryBuffer resumed = new(header, blocks[12]);
        Assert.Equal(12u, resumed.LastArchivedBlockNumber);
        RecordedSegment? again = AppendUntilSegment(resumed, blocks[13..]);

        Assert.NotNull(first);
        Assert.NotNull(second);
        Assert.NotNull(again);
        Assert.Equal(header.LastArchivedBlock, first.LastArchivedBlock);
        Assert.Equal(second.LastArchivedBlock, again.LastArchivedBlock);
        Assert.Equal(header.Hash(), again.PrevSegmentHeaderHash);
        Assert.Equal(new SegmentIndex(1), again.SegmentIndex);
        Assert.True(second.Bytes.AsSpan().SequenceEqual(again.Bytes));
    }

    [Fact]
    public void Resuming_with_a_block_that_cannot_be_the_last_one_is_refused()
    {
        SegmentHeader header = new(default, default, default, new LastArchivedBlock(3, ArchivedBlockProgress.Partial(10)));
        Assert.Throws<ArgumentException>(() => new HistoryBuffer(header, new byte[9]));
        Assert.Throws<ArgumentException>(() => new HistoryBuffer(header, new byte[10]));
        Assert.Equal(3u, new HistoryBuffer(header, new byte[11]).LastArchivedBlockNumber);
        Assert.Throws<ArgumentException>(() => new HistoryBuffer().Append(default));
    }

    internal static RecordedSegment? AppendUntilSegment(HistoryBuffer buffer, IEnumerable<byte[]> blocks)
    {
        foreach (byte[] block in blocks)
        {
            buffer.Append(block);
            if (buffer.TryTake() is { } segment)
            {
                return segment;
            }
        }

        return null;
    }

    private static void AssertSegment(JsonElement expected, SegmentHeader header, RecordedSegment segment)
    {
        Assert.Equal(expected.GetProperty("recorded_history_segment_len").GetInt32(), segment.Bytes.Length);
        Assert.Equal(expected.Hex("recorded_first_64"), segment.Bytes[..64]);
        Assert.Equal(expected.Hex("recorded_last_64"), segment.Bytes[^64..]);
        Assert.Equal(expected.Hex("recorded_history_segment_blake3"), Blake3.Hash(segment.Bytes).ToArray());
        Assert.Equal(expected.Hex("segment_header_hash"), header.Hash().ToArray());
        Assert.Equal(header.SegmentIndex, segment.SegmentIndex);
        Assert.Equal(header.PrevSegmentHeaderHash, segment.PrevSegmentHeaderHash);
        Assert.Equal(header.LastArchivedBlock, segment.LastArchivedBlock);
        Assert.Equal(
            header, expected.GetProperty("segment_header_json").Deserialize<SegmentHeader>(JsonSerializerOptions.Web));
        Assert.True(SegmentContents.TryRead(segment.Bytes, out SegmentContents? contents));
        Assert.Equal(
            expected.GetProperty("segment_encoded_len_without_padding_bytes").GetInt32(),
            segment.Bytes.Length - contents.Padding);
    }

    private static void AssertItems(JsonElement items, byte[] segment)
    {
        Assert.True(SegmentContents.TryRead(segment, out SegmentContents? contents));
        List<(string Item, int Bytes, int Times)> actual = [];
        void Add(string item, int bytes)
        {
            (string Item, int Bytes, int Times) last = actual.LastOrDefault();
            if (last.Item == item && last.Bytes == bytes)
            {
                actual[^1] = (item, bytes, last.Times + 1);
            }
            else
            {
                actual.Add((item, bytes, 1));
            }
        }

        if (contents.Parent is { } parent)
        {
            Add("ParentSegmentHeader", Scale.Encode(parent).Length);
        }

        if (contents.Continuation is { } continuation)
        {
            Add("BlockContinuation", continuation.Length);
        }

        foreach (ReadOnlyMemory<byte> block in contents.Blocks)
        {
            Add("Block", block.Length);
        }

        if (contents.Start is { } start)
        {
            Add("BlockStart", start.Length);
        }

        if (contents.Padding > 0)
        {
            actual.Add(("Padding", 0, contents.Padding));
        }

        Assert.Equal(
            items.EnumerateArray().Select(item =>
                (item.GetProperty("item").GetString()!, item.GetProperty("bytes").GetInt32(), item.GetProperty("times").GetInt32())),
            actual);
    }
}
