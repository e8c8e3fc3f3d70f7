using Autonomys.Archiving;
using Autonomys.Archiving.Blocks;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Import;
using Autonomys.DevChain.State;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests.Import;

/// <summary>Two segments of a chain's blocks with a file in them; records are right, commitments are left out.</summary>
public sealed class HistoryExporterTests
{
    private static readonly Lazy<(List<byte[]> Blocks, List<ArchivedSegment> Segments, byte[] File)> History = new(Make);

    [Fact]
    public async Task Blocks_and_files_come_back_though_pieces_are_missing()
    {
        (List<byte[]> blocks, List<ArchivedSegment> segments, byte[] file) = History.Value;
        // Making a missing record takes a while, so few source pieces are.
        SomePieces source = new(segments, index => index.Value < 256 ? index.Position >= 240 || index.Position % 2 == 1 && index.Position < 112 : index.Position == 6);
        HistoryExporter exporter = new(source, [.. segments.Select(segment => segment.Header)]);
        int next = 0;
        await foreach (ReconstructedBlock block in exporter.ReadBlocksAsync(cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.Equal((uint)next, block.Number);
            Assert.True(block.Bytes.Span.SequenceEqual(blocks[next++]));
        }

        // The last block reaches into a segment that is not there yet.
        Assert.Equal(segments[^1].Header.LastArchivedBlock.Number, (uint)next);
        using TestFolder folder = new();
        Progress progress = new();
        HistoryExport export = await exporter.ExportAsync(folder.Path, progress, TestContext.Current.CancellationToken);

        Assert.Equal(((ulong)next, 2UL), (export.Blocks, export.Segments));
        Assert.Null(export.Files.Single(exported => exported.Name == "first").Problem);
        Assert.Contains("bytes are in the history", export.Files.Single(exported => exported.Name == "second").Problem, StringComparison.Ordinal);
        Assert.Equal(file, File.ReadAllBytes(folder.File("first")));
        Assert.Equal([6UL], export.UnusablePieces.Select(piece => piece.PieceIndex.Value).Where(index => index >= 256).Select(index => index - 256));
        Assert.Equal([240UL, 242, 244, 246, 248, 250, 252, 254, 1], export.UnusablePieces.Select(piece => piece.PieceIndex.Value).Where(index => index < 256).OrderBy(index => index % 2).Take(9));
        Assert.All(export.UnusablePieces, piece => Assert.Equal("not here", piece.Reason));
        Assert.Equal(128, progress.MostPieces);
    }

    [Fact]
    public async Task A_segment_with_too_few_or_wrong_pieces_is_named_with_its_piece()
    {
        (_, List<ArchivedSegment> segments, _) = History.Value;
        SegmentHeader[] headers = [.. segments.Select(segment => segment.Header)];
        using TestFolder folder = new();
        DevChainException few = await Assert.ThrowsAsync<DevChainException>(
            () => new HistoryExporter(new SomePieces(segments, index => index.Value is >= 256 and < 256 + 129), headers).ExportAsync(folder.Path));
        Assert.Contains("Segment 1 ", few.Message, StringComparison.Ordinal);
        Assert.Contains("piece 256: not here", few.Message, StringComparison.Ordinal);
        Assert.Contains("only 127", few.Message, StringComparison.Ordinal);

        DevChainException other = await Assert.ThrowsAsync<DevChainException>(
            () => new HistoryExporter(new SomePieces(segments, _ => false), [headers[0] with { PrevSegmentHeaderHash = Blake3.Hash("x"u8) }, headers[1]]).ExportAsync(folder.Path));
        Assert.Contains("another chain", other.Message, StringComparison.Ordinal);

        ArchivedSegment swapped = segments[0] with { Pieces = [segments[0].Pieces[1], .. segments[0].Pieces.Skip(1)] };
        DevChainException wrong = await Assert.ThrowsAsync<DevChainException>(
            () => new HistoryExporter(new SomePieces([swapped], _ => false), headers[..1]).ExportAsync(folder.Path));
        Assert.Contains("Segment 0 (pieces 0 to 255)", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("position 0", wrong.Message, StringComparison.Ordinal);
    }

    private static (List<byte[]> Blocks, List<ArchivedSegment> Segments, byte[] File) Make()
    {
        (SignedBlock genesis, _) = BlockExecutor.Genesis(ChainSpec.From(TestChain.Options("/tmp")));
        byte[] file = Vectors.Bytes("file in history", 100 << 20);
        Blake3Hash hash = Blake3.Hash(file);
        List<byte[]> blocks = [ArchivedBlockEncoding.ExtendGenesis(Scale.Encode(genesis), Blake3Hash.From(genesis.Header.StateRoot.AsSpan()))];
        Archiver archiver = new(new NoCommitments());
        List<ArchivedSegment> segments = [.. archiver.AddBlock(blocks[0])];
        const int Part = 3 << 20;
        for (uint number = 1; segments.Count < 2; number++)
        {
            int offset = (int)(number - 1) * Part;
            string name = offset < file.Length ? "first" : "second";
            offset = name == "first" ? offset : ((int)(number - 1) - ((file.Length + Part - 1) / Part)) * Part;
            ReadOnlyMemory<byte> data = file.AsMemory(offset, Math.Min(Part, file.Length - offset));
            blocks.Add(Scale.Encode(new SignedBlock(
                new BlockHeader(default, number, default, default, []),
                [Extrinsics.Import(new ImportedChunk(name, (ulong)file.Length, (ulong)offset, hash, data))],
                null)));
            segments.AddRange(archiver.AddBlock(blocks[^1]));
        }

        return (blocks, segments, file);
    }

    private sealed class NoCommitments : ISegmentCommitter
    {
        public SegmentCommitment Commit(
            SegmentIndex segmentIndex, IReadOnlyList<Piece> pieces, IProgress<ArchivingProgress>? progress, CancellationToken cancellationToken) => default;
    }

    private sealed class SomePieces(List<ArchivedSegment> segments, Func<PieceIndex, bool> isMissing) : IPieceSource
    {
        public ValueTask<Piece?> GetPieceAsync(PieceIndex pieceIndex, CancellationToken cancellationToken) =>
            isMissing(pieceIndex)
                ? throw new FileNotFoundException("not here")
                : new(segments[(int)pieceIndex.SegmentIndex.Value].Pieces[pieceIndex.Position]);
    }

    private sealed class Progress : IProgress<HistoryExportProgress>
    {
        public int MostPieces { get; private set; }

        public void Report(HistoryExportProgress value)
        {
            lock (this)
            {
                MostPieces = Math.Max(MostPieces, value.PiecesRead);
            }
        }
    }
}
