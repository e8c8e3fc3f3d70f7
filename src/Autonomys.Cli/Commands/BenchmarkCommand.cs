using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Benchmarks;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Space;
using ErasureCode = Autonomys.Cryptography.ErasureCoding.ErasureCoding;

namespace Autonomys.Cli.Commands;

/// <summary>`benchmark`: how fast this machine plots, and audits and proves farms; nothing is written.</summary>
internal static class BenchmarkCommand
{
    private const int NetworkPiecesInSector = 1000;

    public static Command Create() => new("benchmark", "Measure plotting, auditing and proving on this machine.")
    {
        CreateMachine(), CreatePlot(), CreateAudit(), CreateProve(),
    };

    private static Command CreateMachine()
    {
        Option<bool> json = OptionParsing.Json();
        Command command = new(
            "machine", "Two rates of this machine at this hour, one thread: figures of other machines or days are scaled with them.") { json };
        command.SetAction((parsed, token) => Measure(
            () => Console.Out.WriteLine(parsed.GetValue(json) ? Json(Calibration.Measure()) : $"calibration: {Calibration.Measure()}"), token));
        return command;

        static string Json(Calibration rates) => JsonSerializer.Serialize(
            new { benchmark = "machine", sha256MegabytesPerSecond = rates.Sha256, chaCha20MegabytesPerSecond = rates.ChaCha20 });
    }

    private static Command CreatePlot()
    {
        Option<int> rounds = OptionParsing.Number("--rounds", "Rounds; in each, every thread encodes a record.", 1, 100_000, 8);
        Option<int> threads = Threads("Records encoded at once, each with some 200 MiB.");
        Option<bool> json = OptionParsing.Json();
        Command command = new("plot", "Encode made-up records; needs no farm.") { rounds, threads, json };
        command.SetAction((parsed, token) => Measure(() => Plot(parsed.GetValue(rounds), parsed.GetValue(threads), parsed.GetValue(json), token), token));
        return command;
    }

    private static Command CreateAudit()
    {
        Argument<string[]> farms = OptionParsing.FarmDirectories();
        Option<int> slots = OptionParsing.Number("--slots", "Slots to audit.", 1, 1_000_000, 100);
        FarmMeasure options = new();
        Command command = new("audit", "Audit farms for made-up slots; works beside a running farmer.") { farms, slots };
        options.AddTo(command);
        command.SetAction((parsed, token) => Measure(
            () =>
            {
                foreach (string directory in parsed.GetRequiredValue(farms))
                {
                    using PlottedFarm farm = options.Open(parsed, directory);
                    int threads = parsed.GetValue(options.Threads);
                    PlotAuditor auditor = new(farm.Info.PublicKey, threads);
                    BenchmarkResult result = FarmingBenchmarks.Audit(auditor, farm.Plot, farm.Sectors, parsed.GetValue(slots), token);
                    string way = Text($"{farm.Sectors.Count} sectors of {farm.Info.PiecesInSector} pieces, {threads} threads, {Io(farm)}");
                    string meaning = Text($"in the second of a slot: {result.PerSecond:F0} sectors");
                    new BenchmarkReport("audit", directory, way, result, meaning).Write(Console.Out, parsed.GetValue(options.Json));
                }
            },
            token));
        return command;
    }

    private static Command CreateProve()
    {
        Argument<string[]> farms = OptionParsing.FarmDirectories();
        Option<int> solutions = OptionParsing.Number("--solutions", "Solutions to prove in each way of reading.", 1, 1_000_000, 10);
        FarmMeasure options = new();
        Command command = new("prove", "Prove chunks of farms, with both ways of reading records.") { farms, solutions };
        options.AddTo(command);
        command.SetAction((parsed, token) => Measure(
            () =>
            {
                // Any parameters take the same time; these are made in memory.
                Kzg kzg = Kzg.Development();
                kzg.Prepare(parsed.GetValue(options.Threads), token);
                foreach (string directory in parsed.GetRequiredValue(farms))
                {
                    using PlottedFarm farm = options.Open(parsed, directory);
                    int threads = parsed.GetValue(options.Threads);
                    foreach (RecordReadMode mode in Enum.GetValues<RecordReadMode>())
                    {
                        PlotAuditor auditor = new(farm.Info.PublicKey, threads);
                        SolutionProver prover = new(kzg, new ErasureCode(scale: 16), threads);
                        using CpuRecordProofs proofs = new(threads: threads);
                        BenchmarkResult result = FarmingBenchmarks.Prove(
                            auditor, prover, farm.Plot, farm.Sectors, proofs, mode, parsed.GetValue(solutions), token);
                        string way = Text($"{mode}, sectors of {farm.Info.PiecesInSector} pieces, {threads} threads, {Io(farm)}");
                        new BenchmarkReport("prove", directory, way, result, "a solution must be with the node within 4 s of its slot")
                            .Write(Console.Out, parsed.GetValue(options.Json));
                    }
                }
            },
            token));
        return command;
    }

    private static void Plot(int rounds, int threads, bool json, CancellationToken cancellationToken)
    {
        ErasureCode coding = new(scale: 16);
        List<IRecordEncoder> encoders = [];
        try
        {
            for (int i = 0; i < threads; i++)
            {
                encoders.Add(new CpuRecordEncoder(new CpuRecordProofs(), coding));
            }

            BenchmarkResult result = FarmingBenchmarks.Encode(encoders, rounds, cancellationToken);
            string meaning = $"a sector of {NetworkPiecesInSector} pieces: {BenchmarkReport.Time(result.ElapsedEach * NetworkPiecesInSector)}";
            new BenchmarkReport("plot", null, Text($"{threads} records at once"), result, meaning).Write(Console.Out, json);
        }
        finally
        {
            encoders.ForEach(encoder => encoder.Dispose());
        }
    }

    private static Task<int> Measure(Action measure, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            measure();
            return ExitCodes.Success;
        },
        cancellationToken);

    private static Option<int> Threads(string description) =>
        OptionParsing.Number("--threads", description, 1, 1024, Environment.ProcessorCount);

    private static string Io(PlottedFarm farm) => farm.IsDirectIo ? "direct reads" : "buffered reads";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>The options of both measurements on farms.</summary>
    private sealed class FarmMeasure
    {
        private readonly Option<int> _sectors = OptionParsing.Number("--sectors", "Most sectors of a farm to use.", 1, ushort.MaxValue, ushort.MaxValue);

        private readonly Option<bool> _buffered = new("--buffered-io") { Description = "Read through the page cache." };

        public Option<int> Threads { get; } = BenchmarkCommand.Threads("Threads that work at once.");

        public Option<bool> Json { get; } = OptionParsing.Json();

        public void AddTo(Command command)
        {
            command.Options.Add(_sectors);
            command.Options.Add(Threads);
            command.Options.Add(_buffered);
            command.Options.Add(Json);
        }

        public PlottedFarm Open(ParseResult parsed, string directory) =>
            PlottedFarm.Open(directory, parsed.GetValue(_sectors), direct: !parsed.GetValue(_buffered));
    }
}
