using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.State;

/// <summary>The constants of one chain: part of its genesis state, so chains that differ in any of them have different genesis hashes.</summary>
internal sealed record ChainSpec
{
    public required string ChainName { get; init; }

    public required string GenesisSeed { get; init; }

    public required ulong SlotDurationTicks { get; init; }

    public required uint PotIterationsPerSlot { get; init; }

    public required ulong BlockAuthoringDelaySlots { get; init; }

    public required SolutionRange InitialSolutionRange { get; init; }

    public required bool AdjustSolutionRange { get; init; }

    public required uint EraDurationBlocks { get; init; }

    public required uint ExpectedVotesPerBlock { get; init; }

    public required uint ConfirmationDepthBlocks { get; init; }

    public required ulong RecentSegments { get; init; }

    public required ulong RecentFractionNumerator { get; init; }

    public required ulong RecentFractionDenominator { get; init; }

    public required ulong MinSectorLifetimeSegments { get; init; }

    public required ushort MaxPiecesInSector { get; init; }

    public required uint PotEntropyInjectionIntervalBlocks { get; init; }

    public required byte PotEntropyInjectionLookback { get; init; }

    public required ulong PotEntropyInjectionDelaySlots { get; init; }

    public static ChainSpec From(DevChainOptions options) => new()
    {
        ChainName = options.ChainName,
        GenesisSeed = options.GenesisSeed,
        SlotDurationTicks = (ulong)options.SlotDuration.Ticks,
        PotIterationsPerSlot = options.PotIterationsPerSlot,
        BlockAuthoringDelaySlots = options.BlockAuthoringDelaySlots,
        InitialSolutionRange = options.InitialSolutionRange,
        AdjustSolutionRange = options.AdjustSolutionRange,
        EraDurationBlocks = options.EraDurationBlocks,
        ExpectedVotesPerBlock = options.ExpectedVotesPerBlock,
        ConfirmationDepthBlocks = options.ConfirmationDepthBlocks,
        RecentSegments = options.RecentSegments,
        RecentFractionNumerator = options.RecentFractionNumerator,
        RecentFractionDenominator = options.RecentFractionDenominator,
        MinSectorLifetimeSegments = options.MinSectorLifetimeSegments,
        MaxPiecesInSector = options.MaxPiecesInSector,
        PotEntropyInjectionIntervalBlocks = options.PotEntropyInjectionIntervalBlocks,
        PotEntropyInjectionLookback = options.PotEntropyInjectionLookback,
        PotEntropyInjectionDelaySlots = options.PotEntropyInjectionDelaySlots,
    };

    /// <summary>What farmers are told, at a history of this size.</summary>
    public FarmerProtocolInfo ProtocolInfo(HistorySize historySize) =>
        new(historySize, MaxPiecesInSector, RecentSegments, RecentFractionNumerator, RecentFractionDenominator, MinSectorLifetimeSegments);

    /// <summary>The wider range of votes.</summary>
    public SolutionRange VotingRange(SolutionRange range) => new(
        range.Value > ulong.MaxValue / (ExpectedVotesPerBlock + 1UL) ? ulong.MaxValue : range.Value * (ExpectedVotesPerBlock + 1UL));

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ChainSpecJson.Default.ChainSpec);

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is something else.</summary>
    public static ChainSpec? FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ChainSpecJson.Default.ChainSpec);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Names and values in which two specifications differ.</summary>
    public IEnumerable<string> DifferencesFrom(ChainSpec other)
    {
        using JsonDocument mine = JsonDocument.Parse(ToJson());
        using JsonDocument theirs = JsonDocument.Parse(other.ToJson());
        foreach (JsonProperty property in mine.RootElement.EnumerateObject())
        {
            JsonElement value = theirs.RootElement.GetProperty(property.Name);
            if (!JsonElement.DeepEquals(property.Value, value))
            {
                yield return $"{property.Name} {value} instead of {property.Value}";
            }
        }
    }

    public void EncodeTo(ScaleWriter writer) => writer.WriteBytes(ToJson());
}

[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ChainSpec))]
internal sealed partial class ChainSpecJson : JsonSerializerContext;
