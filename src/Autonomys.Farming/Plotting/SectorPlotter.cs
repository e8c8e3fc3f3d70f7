using System.Diagnostics;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Farming.Plotting;

/// <summary>
/// Plots sectors: gets the pieces, encodes their records on as many threads as there are encoders, and gives a sector ready to
/// be written. Downloading one sector while another is encoded is allowed; encoding is one sector at a time.
/// </summary>
/// <remarks>
/// Memory per sector in hand: 1 MiB per piece and 8 KiB of contents map each (1,000 pieces: 1.06 GB), pieces in flight
/// (<see cref="SectorPlotterOptions.DownloadConcurrency"/> MiB, kept for the next sector), and whatever each encoder keeps.
/// </remarks>
public sealed class SectorPlotter : IDisposable
{
    private readonly PieceDownloader _downloader;
    private readonly IReadOnlyList<IRecordEncoder> _encoders;
    private readonly EncodingGate? _gate;
    private readonly EncodingThreads _threads;
    private readonly SemaphoreSlim _encoding = new(1);
    private readonly TimeProvider _time;

    /// <summary>Encoders stay the caller's; <paramref name="gate"/> lets others hold encoding between records.</summary>
    public SectorPlotter(
        IPieceSource pieces,
        IReadOnlyList<IRecordEncoder> encoders,
        SectorPlotterOptions? options = null,
        EncodingGate? gate = null,
        TimeProvider? time = null)
    {
        if (encoders.Count == 0)
        {
            throw new ArgumentException("A plotter needs at least one record encoder.", nameof(encoders));
        }

        options ??= new SectorPlotterOptions();
        options.Validate();
        _time = time ?? TimeProvider.System;
        _downloader = new PieceDownloader(pieces, options, _time);
        _encoders = encoders;
        _gate = gate;
        _threads = options.Threads;
    }

    /// <summary>Downloads and encodes one sector for the history size of <paramref name="protocolInfo"/>.</summary>
    /// <exception cref="PlottingException">Pieces cannot be had within the attempts allowed, or a record does not encode.</exception>
    public async Task<EncodedSector> PlotAsync(
        PublicKey publicKey,
        SectorIndex sectorIndex,
        ushort piecesInSector,
        FarmerProtocolInfo protocolInfo,
        IProgress<PlottingProgress>? progress,
        CancellationToken cancellationToken)
    {
        using DownloadedSector downloaded = await DownloadAsync(
            publicKey, sectorIndex, piecesInSector, protocolInfo, progress, cancellationToken).ConfigureAwait(false);
        return await EncodeAsync(downloaded, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gets the pieces of a sector into memory.</summary>
    /// <exception cref="PlottingException">Pieces cannot be had within the attempts allowed.</exception>
    public async Task<DownloadedSector> DownloadAsync(
        PublicKey publicKey,
        SectorIndex sectorIndex,
        ushort piecesInSector,
        FarmerProtocolInfo protocolInfo,
        IProgress<PlottingProgress>? progress,
        CancellationToken cancellationToken)
    {
        if (piecesInSector == 0 || piecesInSector > protocolInfo.MaxPiecesInSector)
        {
            throw new PlottingException(
                $"Sector {sectorIndex}: {piecesInSector} pieces in a sector, the chain allows 1 to {protocolInfo.MaxPiecesInSector}.");
        }

        HistorySize historySize = protocolInfo.HistorySize;
        SectorId sectorId = SectorId.Derive(publicKey.Hash(), sectorIndex, historySize);
        PieceIndex[] indexes = new PieceIndex[piecesInSector];
        for (int i = 0; i < piecesInSector; i++)
        {
            indexes[i] = sectorId.DerivePieceIndex(new PieceOffset((ushort)i), historySize, protocolInfo);
        }

        DownloadedSector sector = new(sectorId, sectorIndex, historySize, indexes, new RecordMemory(piecesInSector));
        try
        {
            await _downloader.FillAsync(sector, progress, cancellationToken).ConfigureAwait(false);
            return sector;
        }
        catch
        {
            sector.Dispose();
            throw;
        }
    }

    /// <summary>Encodes a downloaded sector, whose memory goes over to the result.</summary>
    /// <exception cref="PlottingException">A record does not encode.</exception>
    public async Task<EncodedSector> EncodeAsync(
        DownloadedSector sector, IProgress<PlottingProgress>? progress, CancellationToken cancellationToken)
    {
        await _encoding.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long start = _time.GetTimestamp();
            SectorContentsMap map = new(sector.PiecesInSector);
            EncodingRun run = new(sector, map, _gate, _threads, _time, progress, cancellationToken);
            await run.RunAsync(_encoders).ConfigureAwait(false);
            map.Complete();
            SectorMetadata metadata = new(sector.SectorIndex, sector.PiecesInSector, sector.HistorySize, map.SBucketSizes());
            progress?.Report(new PlottingProgress(
                sector.SectorIndex, PlottingStage.Encoded, sector.PiecesInSector, sector.PiecesInSector, _time.GetElapsedTime(start)));
            RecordMemory records = sector.TakeRecords() ?? throw new UnreachableException();
            return new EncodedSector(sector.SectorId, metadata, sector.PieceIndexes, map, records, sector.Metadata);
        }
        finally
        {
            _encoding.Release();
        }
    }

    public void Dispose() => _encoding.Dispose();
}
