using Autonomys.Archiving.Segments;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;
using CsCheck;

namespace Autonomys.Archiving.Tests.Segments;

public class SegmentContentsTests
{
    // One array for all cases: a segment is 124 MiB.
    private static readonly byte[] Segment = new byte[SegmentLayout.RecordedSize];

    public static TheoryData<string, bool> Cases => new()
    {
        { "", true },
        { "010401", true },
        { "0200", true },
        { "02040a", true },
        // Unknown item, unknown version of a header, cut header.
        { "05", false },
        { "0401", false },
        // Empty block, block after a beginning, two beginnings.
        { "0100", false },
        { "02040a010401", false },
        { "02000200", false },
        // A continuation without a parent.
        { "030401", false },
        // Longer than the segment, in each width of the prefix, and a prefix longer than needed.
        { "01feffffff", false },
        { "0103ffffffff", false },
        { "0113ffffffffffffffff", false },
        { "0101000a", false },
        // Padding that is not zero.
        { "00000001", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Items_are_read_or_refused(string items, bool valid)
    {
        Fill(Convert.FromHexString(items));
        Assert.Equal(valid, SegmentContents.TryRead(Segment, out _));
    }

    [Fact]
    public void Parent_and_continuation_belong_together()
    {
        foreach (bool partial in new[] { true, false })
        {
            ArchivedBlockProgress progress = partial ? ArchivedBlockProgress.Partial(7) : ArchivedBlockProgress.Complete;
            byte[] parent = [4, .. Scale.Encode(new SegmentHeader(default, default, default, new LastArchivedBlock(5, progress)))];
            Fill(parent);
            Assert.Equal(!partial, SegmentContents.TryRead(Segment, out _));
            Fill([.. parent, 3, 4, 9]);
            Assert.Equal(partial, SegmentContents.TryRead(Segment, out _));
            Fill([.. parent, 3, 0]);
            Assert.False(SegmentContents.TryRead(Segment, out _));
            Fill([.. parent, 1, 4, 9, 3, 4, 9]);
            Assert.False(SegmentContents.TryRead(Segment, out _));
            Fill([.. parent, .. parent]);
            Assert.False(SegmentContents.TryRead(Segment, out _));
        }
    }

    [Fact]
    public void Other_lengths_and_versions_are_refused()
    {
        Fill([]);
        Assert.False(SegmentContents.TryRead(Segment.AsMemory(1), out _));
        Assert.False(SegmentContents.TryRead(default, out _));
        Segment[0] = 1;
        Assert.False(SegmentContents.TryRead(Segment, out _));
    }

    [Fact]
    public void Random_bytes_never_throw() =>
        Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                Fill(bytes);
                if (SegmentContents.TryRead(Segment, out SegmentContents? contents))
                {
                    Assert.True(contents.Blocks.Sum(block => block.Length) < Segment.Length);
                }
            },
            iter: 200,
            threads: 1);

    private static void Fill(byte[] items)
    {
        Segment.AsSpan(0, 1024).Clear();
        items.CopyTo(Segment, 1);
    }
}
