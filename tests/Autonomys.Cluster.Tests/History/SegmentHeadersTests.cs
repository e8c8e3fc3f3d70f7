using Autonomys.Cluster.History;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.History;

public sealed class SegmentHeadersTests
{
    [Fact]
    public void Headers_must_follow_one_another()
    {
        SegmentHeader[] chain = Chain(3);
        SegmentHeaders headers = new();
        Assert.Null(headers.HistorySize);
        Assert.True(headers.Add(chain[0]));
        Assert.False(headers.Add(chain[2]));
        Assert.True(headers.Add(chain[1]));
        Assert.True(headers.Add(chain[1]));
        Assert.Equal(new HistorySize(2), headers.HistorySize);
        Assert.Equal(chain[1].SegmentCommitment, headers.CommitmentOf(new SegmentIndex(1)));
        Assert.Null(headers.CommitmentOf(new SegmentIndex(2)));
    }

    [Fact]
    public void A_header_that_contradicts_the_known_ones_is_refused()
    {
        SegmentHeader[] chain = Chain(2);
        SegmentHeaders headers = new();
        headers.Add(chain[0]);
        Assert.Throws<HistoryException>(() => headers.Add(chain[1] with { PrevSegmentHeaderHash = default }));
        headers.Add(chain[1]);
        Assert.Throws<HistoryException>(() => headers.Add(chain[1] with { SegmentCommitment = default }));
    }

    [Fact]
    public async Task Waiting_ends_when_the_history_grows()
    {
        SegmentHeader[] chain = Chain(2);
        SegmentHeaders headers = new();
        headers.Add(chain[0]);
        Task waiting = headers.WaitForMoreThanAsync(new HistorySize(1), CancellationToken.None);
        Assert.False(waiting.IsCompleted);
        headers.Add(chain[1]);
        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    internal static SegmentHeader[] Chain(int count)
    {
        SegmentHeader[] headers = new SegmentHeader[count];
        for (int i = 0; i < count; i++)
        {
            headers[i] = new(
                new SegmentIndex((ulong)i),
                SegmentCommitment.From(Vectors.Bytes($"commitment-{i}", 48)),
                i == 0 ? default : headers[i - 1].Hash(),
                new((uint)i, ArchivedBlockProgress.Complete));
        }

        return headers;
    }
}
