using System.Collections.Concurrent;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Plotting;

public class SectorPlotterTests
{
    private const ushort Pieces = 3;

    private static readonly PublicKey Key = PublicKey.From(Vectors.Bytes("plotter-key", 32));
    private static readonly FarmerProtocolInfo Protocol = new(new(1), 1_000, 5, 1, 10, 4);
    private static readonly SectorPlotterOptions Quick = new() { FirstRetryDelay = TimeSpan.FromMilliseconds(1), MaxAttempts = 3 };

    [Fact]
    public async Task A_sector_is_laid_out_bucket_by_bucket()
    {
        ConcurrentQueue<PlottingProgress> events = [];
        using SectorPlotter plotter = new(new PieceSourceStub(), [new MarkingEncoder(), new MarkingEncoder()], Quick);

        using EncodedSector sector = await plotter.PlotAsync(Key, new(7), Pieces, Protocol, new Collector(events), CancellationToken.None);
        byte[] bytes = sector.ToArray();

        Assert.Equal(SectorLayout.SectorSize(Pieces), bytes.Length);
        Assert.Equal(Blake3.Hash(bytes.AsSpan(0, bytes.Length - 32)).ToArray(), bytes[^32..]);
        Assert.Equal(SectorId.Derive(Key.Hash(), new(7), new(1)), sector.SectorId);
        byte[] map = bytes[..SectorLayout.ContentsMapSize(Pieces)];
        Assert.Equal(SectorParseError.None, SectorContentsMap.TryParse(map, Pieces, out _));

        // Chunks of the marking encoder say which record, s-bucket and kind they are.
        int at = map.Length;
        for (int sBucket = 0; sBucket < RecordLayout.SBuckets; sBucket++)
        {
            int size = 0;
            for (int record = 0; record < Pieces; record++)
            {
                bool encoded = MarkingEncoder.IsEncoded(sBucket);
                if (encoded || MarkingEncoder.IsClear(sBucket))
                {
                    Assert.Equal((sBucket, encoded), (BitConverter.ToInt32(bytes, at), bytes[at + 4] == 1));
                    Assert.Equal(sector.SectorId.DeriveEvaluationSeed(new((ushort)record)).AsSpan()[0], bytes[at + 5]);
                    at += 32;
                    size++;
                }
            }

            Assert.Equal(size, sector.Metadata.SBucketSizes[sBucket]);
        }

        for (int record = 0; record < Pieces; record++)
        {
            Piece piece = PieceSourceStub.PieceOf(sector.PieceIndexes[record]);
            Assert.Equal(piece.Commitment.ToArray(), bytes[at..(at + 48)]);
            Assert.Equal(piece.Witness.ToArray(), bytes[(at + 48)..(at + 96)]);
            Assert.Equal(Blake3.Hash(piece.Bytes).ToArray(), bytes[(at + 96)..(at + 128)]);
            at += 128;
        }

        Assert.Equal(bytes.Length - 32, at);
        Assert.Equal(
            [PlottingStage.Downloading, PlottingStage.Downloaded, PlottingStage.Encoding, PlottingStage.Encoded],
            events.Select(e => e.Stage).Distinct());
        Assert.Equal([0, 1, 2, 3], events.Where(e => e.Stage == PlottingStage.Encoding).Select(e => e.Done).Order());
        Assert.Equal(Pieces, events.Where(e => e.Stage == PlottingStage.Downloading).Max(e => e.Done));
    }

    [Fact]
    public async Task Pieces_that_are_missing_broken_or_fail_are_asked_for_again_and_no_others()
    {
        int kind = 0;
        ConcurrentDictionary<PieceIndex, int> kinds = new();
        PieceSourceStub source = new()
        {
            Answer = (index, call) => (call, kinds.GetOrAdd(index, _ => Interlocked.Increment(ref kind))) switch
            {
                (1, 1) => null,
                (1, 2) => NotScalars(),
                (1, 3) => throw new IOException("the cable is out"),
                _ => PieceSourceStub.PieceOf(index),
            },
        };
        ConcurrentQueue<PlottingProgress> events = [];
        using SectorPlotter plotter = new(source, [new MarkingEncoder()], Quick);

        using DownloadedSector sector = await plotter.DownloadAsync(Key, new(0), 6, Protocol with { HistorySize = new(1_000) }, new Collector(events), CancellationToken.None);

        Assert.Equal(6, sector.PieceIndexes.Distinct().Count());
        Assert.Equal([1, 1, 1, 2, 2, 2], source.Calls.Values.Order());
        PlottingProgress wait = Assert.Single(events, e => e.Stage == PlottingStage.WaitingForPieces);
        Assert.StartsWith("3 pieces are missing", wait.Detail, StringComparison.Ordinal);
        Assert.Equal(6, events.Last().Done);
    }

    [Fact]
    public async Task A_piece_that_a_sector_has_twice_is_asked_for_once()
    {
        PieceSourceStub source = new();
        using SectorPlotter plotter = new(source, [new MarkingEncoder()], Quick);

        using DownloadedSector sector = await plotter.DownloadAsync(Key, new(0), 40, Protocol, null, CancellationToken.None);

        int distinct = sector.PieceIndexes.Distinct().Count();
        Assert.True(distinct < 40, "The sector of this test should repeat a piece.");
        Assert.Equal(distinct, source.Calls.Values.Sum());
    }

    [Fact]
    public async Task Memory_of_pieces_on_their_way_is_used_again_for_the_next_ones()
    {
        PieceSourceStub source = new();
        SectorPlotterOptions options = Quick with { DownloadConcurrency = 2 };
        using SectorPlotter plotter = new(source, [new MarkingEncoder()], options);

        for (int index = 0; index < 2; index++)
        {
            using DownloadedSector sector = await plotter.DownloadAsync(
                Key, new((ushort)index), 12, Protocol with { HistorySize = new(1_000) }, null, CancellationToken.None);
            Assert.Equal(PieceSourceStub.PieceOf(sector.PieceIndexes[^1]).Record.ToArray(), sector.Records[^1].ToArray());
        }

        Assert.Equal(24, source.Calls.Values.Sum());
        Assert.InRange(source.Filled.Distinct(ReferenceEqualityComparer.Instance).Count(), 1, 2);
    }

    [Fact]
    public async Task After_the_last_attempt_the_error_names_sector_piece_and_reason()
    {
        PieceSourceStub source = new() { Answer = (_, _) => NotScalars() };
        using SectorPlotter plotter = new(source, [new MarkingEncoder()], Quick);

        PlottingException error = await Assert.ThrowsAsync<PlottingException>(
            () => plotter.PlotAsync(Key, new(5), Pieces, Protocol, null, CancellationToken.None));

        Assert.Matches("Sector 5: 3 pieces are missing, among them piece [0-9]+: .* not a piece of history", error.Message);
        Assert.All(source.Calls.Values, calls => Assert.Equal(3, calls));
    }

    [Fact]
    public async Task Cancelling_ends_download_and_encoding()
    {
        using CancellationTokenSource cancel = new();
        PieceSourceStub waiting = new() { Answer = (_, _) => null };
        using SectorPlotter plotter = new(waiting, [new MarkingEncoder()]);
        Task<DownloadedSector> download = plotter.DownloadAsync(Key, new(0), Pieces, Protocol, null, cancel.Token);
        cancel.CancelAfter(20);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download.WaitAsync(TimeSpan.FromSeconds(20)));

        using CancellationTokenSource later = new();
        using SectorPlotter second = new(new PieceSourceStub(), [new MarkingEncoder { Encoding = later.Cancel }], Quick);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => second.PlotAsync(Key, new(0), Pieces, Protocol, null, later.Token).WaitAsync(TimeSpan.FromSeconds(20)));
    }

    [Fact]
    public async Task A_closed_gate_holds_encoding()
    {
        using EncodingGate gate = new();
        using SectorPlotter plotter = new(new PieceSourceStub(), [new MarkingEncoder()], Quick, gate);
        using DownloadedSector sector = await plotter.DownloadAsync(Key, new(0), Pieces, Protocol, null, CancellationToken.None);
        IDisposable first = gate.Pause();
        IDisposable second = gate.Pause();
        Task<EncodedSector> encoding = plotter.EncodeAsync(sector, null, CancellationToken.None);
        first.Dispose();
        first.Dispose();
        await Task.Delay(50);
        Assert.False(encoding.IsCompleted);
        second.Dispose();
        (await encoding.WaitAsync(TimeSpan.FromSeconds(20))).Dispose();
    }

    [Fact]
    public async Task An_encoder_that_fails_is_named_by_sector_and_piece()
    {
        using SectorPlotter plotter = new(
            new PieceSourceStub(), [new MarkingEncoder { Encoding = () => throw new InvalidOperationException("device lost") }], Quick);

        PlottingException error = await Assert.ThrowsAsync<PlottingException>(
            () => plotter.PlotAsync(Key, new(2), Pieces, Protocol, null, CancellationToken.None));

        Assert.Matches("Sector 2: piece [0-9]+ at offset 0 does not encode: device lost", error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_number_of_pieces_that_the_chain_does_not_allow_is_refused(ushort pieces)
    {
        using SectorPlotter plotter = new(new PieceSourceStub(), [new MarkingEncoder()]);
        await Assert.ThrowsAsync<PlottingException>(() => plotter.PlotAsync(Key, new(2), pieces, Protocol, null, CancellationToken.None));
    }

    private static Piece NotScalars()
    {
        Piece piece = new();
        piece.Bytes.Fill(0xFF);
        return piece;
    }

    private sealed class Collector(ConcurrentQueue<PlottingProgress> events) : IProgress<PlottingProgress>
    {
        public void Report(PlottingProgress value) => events.Enqueue(value);
    }

    /// <summary>Every third s-bucket has a proof; each chunk says its s-bucket, kind and the seed of its record.</summary>
    private sealed class MarkingEncoder : IRecordEncoder
    {
        private const int EncodedCount = (RecordLayout.SBuckets + 2) / 3;

        public Action? Encoding { get; init; }

        public static bool IsEncoded(int sBucket) => sBucket % 3 == 0;

        public static bool IsClear(int sBucket) => sBucket % 3 != 0 && sBucket - (sBucket / 3) - 1 < RecordLayout.ChunksPerRecord - EncodedCount;

        public void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken)
        {
            Encoding?.Invoke();
            cancellationToken.ThrowIfCancellationRequested();
            record.Clear();
            int encoded = 0;
            int clear = EncodedCount;
            for (int sBucket = 0; sBucket < RecordLayout.SBuckets; sBucket++)
            {
                if (IsEncoded(sBucket))
                {
                    bitfield[sBucket / 8] |= (byte)(1 << (sBucket % 8));
                    Mark(record[(32 * encoded++)..], sBucket, 1, seed);
                }
                else if (IsClear(sBucket))
                {
                    Mark(record[(32 * clear++)..], sBucket, 0, seed);
                }
            }

            Assert.Equal(EncodedCount, encoded);
            Assert.Equal(RecordLayout.ChunksPerRecord, clear);
        }

        public void Dispose()
        {
        }

        private static void Mark(Span<byte> chunk, int sBucket, byte kind, PosSeed seed)
        {
            BitConverter.TryWriteBytes(chunk, sBucket);
            chunk[4] = kind;
            chunk[5] = seed.AsSpan()[0];
        }
    }
}
