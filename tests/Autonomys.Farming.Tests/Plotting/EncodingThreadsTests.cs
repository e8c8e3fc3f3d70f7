using System.Collections.Concurrent;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Farming.Tests.Plotting;

/// <summary>Which threads encode, what they give way to, and what they leave behind.</summary>
public class EncodingThreadsTests
{
    private static readonly ErasureCode Coding = new(16);

    [Fact]
    public async Task Encoding_threads_stay_on_their_cores_at_a_low_priority()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // The last core that this process may use: where an ordinary thread would only be by chance.
        int core = ThreadPlacement.GetCores()[^1];
        int before = ThreadPlacement.GetPriority();
        Assert.True(CoreGroups.TryParse($"{core}", CoreGroups.Available, out CoreGroups? groups, out _));
        ConcurrentQueue<(string Cores, int Niceness)> seen = [];
        SectorPlotterOptions options = new() { Threads = new EncodingThreads { Cores = groups, LowPriority = true } };
        using SectorPlotter plotter = new(new PieceSourceStub(), [new LookingEncoder(seen)], options);
        FarmerProtocolInfo protocol = new(new(1), 1_000, 5, 1, 10, 4);

        using EncodedSector sector = await plotter.PlotAsync(
            PublicKey.From(Vectors.Bytes("threads-key", 32)), new(0), 3, protocol, null, CancellationToken.None);
        Assert.Equal(Enumerable.Repeat(($"{core}", Math.Max(before, EncodingThreads.Niceness)), 3), seen);
        Assert.Equal(before, await Task.Run(ThreadPlacement.GetPriority));
    }

    [Fact]
    public void Cores_that_the_process_may_not_use_are_refused_with_the_remedy()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        int absent = 1_000;
        Assert.DoesNotContain(absent, ThreadPlacement.GetCores());
        Assert.True(CoreGroups.TryParse($"{absent}", [absent], out CoreGroups? groups, out _));
        PlottingException? refused = null;
        Thread thread = new(() => refused = Assert.Throws<PlottingException>(() => new EncodingThreads { Cores = groups }.Enter(0)));
        thread.Start();
        thread.Join();
        Assert.Contains("cores 1000", refused!.Message, StringComparison.Ordinal);
        Assert.Contains("--cpu-plotting-cores", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_record_gives_way_between_its_stages_until_the_proof_is_made()
    {
        using EncodingGate gate = new();
        ConcurrentQueue<string> order = [];
        IDisposable? proof = null;
        StubProofs proofs = new(order) { Generating = () => proof = gate.Pause() };
        using CpuRecordEncoder encoder = new(proofs, Coding, gate);
        Task encoding = Task.Run(() => encoder.Encode(new byte[RecordLayout.RecordSize], default, new byte[SectorLayout.BitfieldSize], CancellationToken.None));

        // The proof began while the table was made: the encoder must come to wait. Were it not to, it would end, and the test fail.
        while (gate.Waiting == 0)
        {
            Assert.False(encoding.IsCompleted, "The record was encoded while the proof was made.");
            await Task.Yield();
        }

        Assert.Equal(["table"], order);
        order.Enqueue("proof");
        proof!.Dispose();
        await encoding;
        Assert.Equal(["table", "proof", "hashes"], order);
    }

    [Fact]
    public async Task A_record_that_waits_for_a_proof_can_be_cancelled()
    {
        using EncodingGate gate = new();
        using IDisposable proof = gate.Pause();
        using CancellationTokenSource stop = new();
        using CpuRecordEncoder encoder = new(new StubProofs([]), Coding, gate);
        Task encoding = Task.Run(() => encoder.Encode(new byte[RecordLayout.RecordSize], default, new byte[SectorLayout.BitfieldSize], stop.Token));
        while (gate.Waiting == 0)
        {
            Assert.False(encoding.IsCompleted);
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoding);
        Assert.Equal(0, gate.Waiting);
    }

    [Fact]
    public void A_record_leaves_no_garbage_but_that_of_its_table()
    {
        using CpuRecordEncoder encoder = new(new StubProofs(new()), Coding);
        byte[] record = new byte[RecordLayout.RecordSize];
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];
        long garbage = Garbage.Least(() =>
        {
            record.AsSpan().Clear();
            encoder.Encode(record, default, bitfield, CancellationToken.None);
        });
        Assert.InRange(garbage, 0, 8_192);
    }

    private sealed class LookingEncoder(ConcurrentQueue<(string Cores, int Niceness)> seen) : IRecordEncoder
    {
        public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
        {
            seen.Enqueue((string.Join(',', ThreadPlacement.GetCores()), ThreadPlacement.GetPriority()));

            // A bitfield that a sector can have: the first half of the s-buckets.
            bitfield.Clear();
            bitfield[..(SectorLayout.BitfieldSize / 2)].Fill(0xff);
        }

        public void Dispose()
        {
        }
    }

    private sealed class StubProofs(ConcurrentQueue<string> order) : IRecordProofs
    {
        public Action? Generating { get; init; }

        public void Generate(PosSeed seed, CancellationToken cancellationToken)
        {
            order.Enqueue("table");
            Generating?.Invoke();
        }

        public int SelectProvable(Span<SBucket> sBuckets)
        {
            for (int i = 0; i < sBuckets.Length; i++)
            {
                sBuckets[i] = new SBucket((ushort)(2 * i));
            }

            return sBuckets.Length;
        }

        public bool HasProof(SBucket sBucket) => sBucket.Value % 2 == 0;

        public void HashProofs(ReadOnlySpan<SBucket> sBuckets, Span<byte> hashes)
        {
            order.Enqueue("hashes");
            hashes.Clear();
        }

        public bool TryFindProof(SBucket sBucket, Span<byte> proof) => HasProof(sBucket);

        public void Dispose()
        {
        }
    }
}
