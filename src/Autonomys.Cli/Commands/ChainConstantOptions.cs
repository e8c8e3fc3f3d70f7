using System.CommandLine;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.DevChain;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cli.Commands;

/// <summary>The constants of a development chain as options; the first start of a chain fixes them.</summary>
internal sealed class ChainConstantOptions
{
    private readonly Option<ChainConstants> _constants = new("--constants")
    {
        Description = "dev: those of the command `dev`, for farms of some 20 pieces. network: the public network's, for farms of 1000 and more.",
        HelpName = "dev|network",
        DefaultValueFactory = _ => ChainConstants.Dev,
    };

    private readonly Option<string?> _chainName = new("--chain-name") { Description = "Name that the RPC tells.", HelpName = "TEXT" };

    private readonly Option<string?> _seed = new("--genesis-seed")
    {
        Description = "Makes this chain another than one with the same constants.",
        HelpName = "TEXT",
    };

    private readonly Option<TimeSpan?> _slotDuration = MeasureParsing.Duration(
        "--slot-duration", "Shortest time between two slots (1s).", TimeSpan.FromMilliseconds(10), TimeSpan.FromHours(1));

    private readonly Option<int?> _potIterations = OptionParsing.Number(
        "--pot-iterations", "Proof-of-time iterations of a slot, a multiple of 16 (160000; the network: 206557520).", 16, int.MaxValue);

    private readonly Option<int?> _initialPieces = OptionParsing.Number(
        "--initial-pieces", "Plotted pieces that win a block every six slots in the first era (20; the network: 1000).", 1, 65_535_000);

    private readonly Option<bool?> _adjust = new("--adjust-solution-range")
    {
        Description = "Whether the solution range follows the farmed space from era to era (true).",
        HelpName = "true|false",
    };

    private readonly Option<int?> _era = OptionParsing.Number("--era-blocks", "Blocks of an era (30; the network: 2016).", 1, int.MaxValue);

    private readonly Option<int?> _votes = OptionParsing.Number("--votes-per-block", "Votes expected per block (1; the network: 9).", 0, 1000);

    private readonly Option<int?> _depth = OptionParsing.Number(
        "--confirmation-depth-blocks", "Blocks between the newest and the one that is archived (5; the network: 100).", 1, int.MaxValue);

    private readonly Option<int?> _recent = OptionParsing.Number("--recent-segments", "Segments that count as recent (5).", 1, int.MaxValue);

    private readonly Option<int?> _lifetime = OptionParsing.Number(
        "--min-sector-lifetime-segments", "Segments that a sector lives at least (4).", 1, int.MaxValue);

    private readonly Option<int?> _maxPieces = OptionParsing.Number("--max-pieces-in-sector", "Most pieces in a sector (1000).", 1, ushort.MaxValue);

    private readonly Option<int?> _delay = OptionParsing.Number(
        "--block-authoring-delay-slots", "Slots between a slot and its block: the time that farmers have to prove (4).", 1, 100);

    private enum ChainConstants
    {
        Dev,
        Network,
    }

    public IEnumerable<Option> All =>
    [
        _constants, _slotDuration, _initialPieces, _depth, _era, _adjust, _votes, _recent, _lifetime, _maxPieces, _delay, _potIterations,
        _chainName, _seed,
    ];

    public DevChainOptions Apply(ParseResult parsed, string basePath)
    {
        DevChainOptions options = parsed.GetValue(_constants) == ChainConstants.Network
            ? new DevChainOptions { BasePath = basePath }
            : DevelopmentChain.SmallConstants(basePath);
        return options with
        {
            ChainName = parsed.GetValue(_chainName) ?? options.ChainName,
            GenesisSeed = parsed.GetValue(_seed) ?? options.GenesisSeed,
            SlotDuration = parsed.GetValue(_slotDuration) ?? options.SlotDuration,
            PotIterationsPerSlot = (uint?)parsed.GetValue(_potIterations) ?? options.PotIterationsPerSlot,
            InitialSolutionRange = parsed.GetValue(_initialPieces) is { } pieces
                ? SolutionRanges.FromPieces((ulong)pieces)
                : options.InitialSolutionRange,
            AdjustSolutionRange = parsed.GetValue(_adjust) ?? options.AdjustSolutionRange,
            EraDurationBlocks = (uint?)parsed.GetValue(_era) ?? options.EraDurationBlocks,
            ExpectedVotesPerBlock = (uint?)parsed.GetValue(_votes) ?? options.ExpectedVotesPerBlock,
            ConfirmationDepthBlocks = (uint?)parsed.GetValue(_depth) ?? options.ConfirmationDepthBlocks,
            RecentSegments = (ulong?)parsed.GetValue(_recent) ?? options.RecentSegments,
            MinSectorLifetimeSegments = (ulong?)parsed.GetValue(_lifetime) ?? options.MinSectorLifetimeSegments,
            MaxPiecesInSector = (ushort?)parsed.GetValue(_maxPieces) ?? options.MaxPiecesInSector,
            BlockAuthoringDelaySlots = (ulong?)parsed.GetValue(_delay) ?? options.BlockAuthoringDelaySlots,
        };
    }
}
