using Autonomys.Archiving;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Plotting;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Import;

/// <summary>
/// Gives the imported files of a chain's history back from its pieces, bit for bit: <c>util export-history</c> is
/// <c>await new HistoryExporter(pieceStore, headers) { Kzg = kzg }.ExportAsync(folder, progress, token)</c>.
/// </summary>
/// <remarks>
/// Any 128 of a segment's 256 pieces do. Segments are read one after the other; besides blocks that reach over several segments,
/// memory holds 128 pieces and the recorded history of one segment, some 400 MB with what missing pieces are made from.
/// Each segment names the header of the one before, which is compared with the given one; with KZG parameters every piece is
/// verified besides, and wrong ones are named and replaced. A file is written only when its BLAKE3 is that of the import.
/// </remarks>
/// <param name="pieces">Where the pieces come from; one that it does not have, or fails to give, is replaced by another of its segment.</param>
/// <param name="headers">Headers of all segments from the first on, as the node tells them or <see cref="ReadHeaders"/> reads them.</param>
public sealed class HistoryExporter(IPieceSource pieces, IReadOnlyList<SegmentHeader> headers)
{
    /// <summary>The chain's parameters, to verify every piece; null to trust the source's checksums.</summary>
    public Kzg? Kzg { get; init; }

    /// <summary>Threads to use at once; 0 for one per processor.</summary>
    public int Threads { get; init; }

    /// <summary>Pieces asked for at once.</summary>
    public int Downloads { get; init; } = 4;

    /// <summary>Headers that a development node keeps under its base path; the node must not be running.</summary>
    /// <exception cref="DevChainException">There is no chain, it is in use, or its file is damaged.</exception>
    public static IReadOnlyList<SegmentHeader> ReadHeaders(string basePath)
    {
        string path = Path.Combine(basePath, "chain", "segments.log");
        if (!File.Exists(path))
        {
            throw new DevChainException($"{path} does not exist: {basePath} is not the base path of a development chain.");
        }

        using Storage.SegmentHeaderStore store = Storage.SegmentHeaderStore.Open(path);
        return store.Newest(uint.MaxValue);
    }

    /// <summary>Reads the whole history and writes the files in it.</summary>
    /// <param name="folder">Where files are written, under their names; made when it is missing, files of the same names are replaced.</param>
    /// <param name="progress">Told of every piece, from several threads.</param>
    /// <param name="cancellationToken">Ends the export; files that are complete stay.</param>
    /// <exception cref="DevChainException">A segment cannot be reconstructed (names the piece), or the folder cannot be written.</exception>
    public async Task<HistoryExport> ExportAsync(
        string folder, IProgress<HistoryExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            using ImportedHistory history = new(folder);
            List<UnusablePiece> unusable = [];
            ulong blocks = 0;
            await foreach (ReconstructedBlock block in ReadBlocksAsync(unusable.AddRange, Report, cancellationToken))
            {
                blocks++;
                if (!history.Add(block.Bytes.Span))
                {
                    throw new DevChainException($"Block {block.Number} of the history is not a block of a development chain.");
                }
            }

            return new HistoryExport(history.Finish(), blocks, (ulong)headers.Count, unusable);

            void Report(SegmentIndex segment, int piecesRead) => progress?.Report(
                new(segment, (ulong)headers.Count, piecesRead, Volatile.Read(ref blocks), history.BytesFound));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevChainException($"The export to {folder} failed: {exception.Message}", exception);
        }
    }

    /// <summary>All blocks that lie wholly in the history, in order, each as it was archived.</summary>
    /// <param name="onUnusable">Told after each segment which of its pieces could not be used.</param>
    /// <param name="onPiece">Told the segment and how many of its pieces are read, from several threads.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DevChainException">A segment cannot be reconstructed; names the piece.</exception>
    public async IAsyncEnumerable<ReconstructedBlock> ReadBlocksAsync(
        Action<IEnumerable<UnusablePiece>>? onUnusable = null,
        Action<SegmentIndex, int>? onPiece = null,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        BlockReconstructor reconstructor = new(Threads);
        foreach (SegmentHeader header in headers)
        {
            SegmentIndex index = header.SegmentIndex;
            SegmentPieces gathered = new(pieces, index, Downloads);
            await gathered.GatherAsync(count => onPiece?.Invoke(index, count), cancellationToken);
            while (Kzg is not null && await Task.Run(() => DropWrong(gathered, header, cancellationToken), cancellationToken))
            {
                await gathered.GatherAsync(count => onPiece?.Invoke(index, count), cancellationToken);
            }

            onUnusable?.Invoke(gathered.Problems);
            ReconstructedContents contents = await Task.Run(() => Reconstruct(reconstructor, gathered, index, cancellationToken), cancellationToken);
            foreach (ReconstructedBlock block in contents.Blocks)
            {
                yield return block;
            }
        }
    }

    private bool DropWrong(SegmentPieces gathered, SegmentHeader header, CancellationToken cancellationToken)
    {
        PieceVerifier verifier = new(Kzg!);
        int[] positions = gathered.Positions;
        return !verifier.AreAllPiecesValid(
                [.. positions.Select(position => gathered.Pieces[position]!)], positions, header.SegmentCommitment, Threads, cancellationToken)
            && gathered.DropWrong(verifier, header.SegmentCommitment, cancellationToken) > 0;
    }

    private ReconstructedContents Reconstruct(
        BlockReconstructor reconstructor, SegmentPieces gathered, SegmentIndex index, CancellationToken cancellationToken)
    {
        ReconstructedContents contents;
        try
        {
            contents = reconstructor.AddPieces(gathered.Pieces, cancellationToken);
        }
        catch (ArchivingException exception)
        {
            throw new DevChainException(
                $"Segment {index} (pieces {index.FirstPieceIndex} to {index.LastPieceIndex}): {exception.Message}"
                + (Kzg is null ? " KZG parameters would tell which piece is wrong and let others stand in." : ""),
                exception);
        }

        SegmentHeader? before = index.Value == 0 ? null : headers[(int)index.Value - 1];
        return contents.ParentHeader == before
            ? contents
            : throw new DevChainException(
                $"Segment {index} follows a segment with another header than the given one: its pieces are those of another chain.");
    }
}
