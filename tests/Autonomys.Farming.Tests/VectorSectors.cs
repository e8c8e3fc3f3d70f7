using System.Collections.Concurrent;
using System.Text.Json;
using Autonomys.Cryptography.ErasureCoding;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests;

/// <summary>The sectors of sector.json, each encoded once for all tests.</summary>
internal static class VectorSectors
{
    private static readonly ConcurrentDictionary<(int Pieces, int Index), Lazy<VectorSector>> Sectors = new();

    public static ErasureCoding ErasureCoding { get; } = new(16);

    public static FarmerProtocolInfo Protocol { get; } = new(new(1), 1_000, 5, 1, 10, 4);

    public static JsonElement Expected(int pieces, int index) => Vectors.Json("sector.json").GetProperty("sectors").EnumerateArray()
        .Single(s => s.GetProperty("pieces_in_sector").GetInt32() == pieces && s.GetProperty("sector_index").GetInt32() == index);

    public static PublicKey PublicKey { get; } = PublicKey.From(Vectors.Json("audit.json").Hex("public_key"));

    /// <summary>Encoding twenty records takes longer than a test should; AUTONOMYS_LONG_TESTS=1 runs what needs them.</summary>
    public static void SkipUnlessLong()
    {
        if (Environment.GetEnvironmentVariable("AUTONOMYS_LONG_TESTS") != "1")
        {
            Assert.Skip("Encodes sectors of 20 pieces: set AUTONOMYS_LONG_TESTS=1 to run it.");
        }
    }

    public static VectorSector Get(int pieces, int index) =>
        Sectors.GetOrAdd((pieces, index), _ => new Lazy<VectorSector>(() => Plot(pieces, index, Protocol))).Value;

    public static VectorSector Plot(int pieces, int index, FarmerProtocolInfo protocol)
    {
        CpuRecordEncoder[] encoders = [.. Enumerable.Range(0, Environment.ProcessorCount)
            .Select(_ => new CpuRecordEncoder(pieces <= 6 ? new CachedProofs() : new CpuRecordProofs(), ErasureCoding))];
        try
        {
            using SectorPlotter plotter = new(VectorHistory.Instance, encoders);
            using EncodedSector sector = plotter.PlotAsync(
                PublicKey, new((ushort)index), (ushort)pieces, protocol, null, CancellationToken.None).GetAwaiter().GetResult();
            return new VectorSector(sector.ToArray(), sector.SectorId, sector.Metadata, sector.ContentsMap, [.. sector.PieceIndexes]);
        }
        finally
        {
            Array.ForEach(encoders, encoder => encoder.Dispose());
        }
    }
}
