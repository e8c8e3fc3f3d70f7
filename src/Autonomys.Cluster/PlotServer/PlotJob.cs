using System.Buffers.Binary;
using System.Globalization;
using Autonomys.Cluster.Bus;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cluster.PlotServer;

/// <summary>A sector to plot, as it lies in the work queue.</summary>
/// <param name="Id">The same for the same sector of the same history, whoever asks: see <see cref="IdOf"/>.</param>
/// <param name="Attempt">Grows when the farm asks again; an item of an older attempt is void.</param>
/// <param name="PublicKey">The farm's key.</param>
/// <param name="SectorIndex">Which of its sectors.</param>
/// <param name="HistorySize">The history that pieces are chosen from.</param>
/// <param name="PiecesInSector">Pieces of the sector.</param>
public sealed record PlotJob(
    string Id, int Attempt, PublicKey PublicKey, SectorIndex SectorIndex, HistorySize HistorySize, ushort PiecesInSector) : ClusterMessage
{
    public const string Queue = "plot-jobs";

    /// <summary>Bucket of <see cref="PlotJobState"/>, by id.</summary>
    public const string Bucket = "plot-jobs";

    /// <summary>An item whose worker is silent for so long goes to another.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>The first attempt at a sector.</summary>
    public static PlotJob Create(PublicKey publicKey, SectorIndex sectorIndex, HistorySize historySize, ushort piecesInSector) => new(
        IdOf(publicKey, sectorIndex, historySize, piecesInSector), 1, publicKey, sectorIndex, historySize, piecesInSector);

    /// <summary>First 16 bytes of BLAKE3(public key ‖ sector index u16 LE ‖ history size u64 LE ‖ pieces u16 LE), in hexadecimal.</summary>
    public static string IdOf(PublicKey publicKey, SectorIndex sectorIndex, HistorySize historySize, ushort piecesInSector)
    {
        const int IdBytes = 16;
        Span<byte> numbers = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(numbers, sectorIndex.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(numbers[2..], historySize.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers[10..], piecesInSector);
        return Convert.ToHexStringLower(Blake3.HashList(publicKey.AsSpan(), numbers).AsSpan()[..IdBytes]);
    }

    /// <summary>Name of this attempt, by which the queue knows doubles.</summary>
    public string AttemptId => string.Create(CultureInfo.InvariantCulture, $"{Id}-{Attempt}");
}
