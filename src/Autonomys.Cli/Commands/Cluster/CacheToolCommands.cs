using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Autonomys.Cli.Output;
using Autonomys.Cli.Parsing;
using Autonomys.Cli.Running;
using Autonomys.Cluster.Bus;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.Tools;

namespace Autonomys.Cli.Commands.Cluster;

/// <summary>`util reinitialization-cache`, `util sharded-cache-benchmark`, `util verify-piece`: the caches of a running cluster.</summary>
internal static class CacheToolCommands
{
    private static readonly TimeSpan BaselineTime = TimeSpan.FromSeconds(2);

    public static Command CreateReinitialization()
    {
        Option<string[]> servers = Servers();
        Option<int> delay = OptionParsing.Number("--delay", "Seconds until it begins.", 0, 86_400, 0);
        Option<CacheItemType?> itemType = ItemType("What the caches keep of each piece from then on; default: as now.");
        Command command = new("reinitialization-cache", "Have all sharded caches of the cluster drop what they hold and fetch it anew.") { servers, delay, itemType };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            int seconds = parsed.GetValue(delay);
            await VisitAsync(parsed.GetRequiredValue(servers), null, async (context, _, token) =>
            {
                await ClusterTools.ReinitializeCachesAsync(context, TimeSpan.FromSeconds(seconds), parsed.GetValue(itemType), token).ConfigureAwait(false);
                return true;
            }, json: false, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"All sharded caches begin anew in {seconds} s; `status` shows how far they are.")).ConfigureAwait(false);
            return ExitCodes.Success;
        });
        return command;
    }

    public static Command CreateBenchmark()
    {
        Option<string[]> servers = Servers();
        Option<int> sectors = OptionParsing.Number("--sectors", "How many sectors' pieces to read.", 1, 1_000_000, 1);
        Option<int?> pieces = OptionParsing.Number("--pieces-in-sector", "Pieces of a sector; default: what the chain allows.", 1, 1000);
        Option<int?> epoch = OptionParsing.Number("--epoch", "The epoch that the caches must be in; default: any.", 1, int.MaxValue);
        Option<CacheItemType?> itemType = ItemType("What the caches must keep of each piece; default: anything.");
        Option<int> concurrency = OptionParsing.Number("--concurrency", "Pieces asked for at once, as a plot-server does.", 1, 1024, 16);
        Option<bool> baseline = new("--baseline") { Description = "Measure a plain socket copy on this machine in the same run, to compare with." };
        Option<bool> json = OptionParsing.Json("Print the result as one JSON object.");
        Command command = new("sharded-cache-benchmark", "Read from the sharded caches what plot-servers would, and tell how fast it came.")
        {
            servers, sectors, pieces, epoch, itemType, concurrency, baseline, json,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CacheBenchmarkResult result = await VisitAsync(
                parsed.GetRequiredValue(servers),
                null,
                async (context, _, token) =>
                {
                    // Before and after: a machine is not equally fast all the time.
                    LoopbackRate? copy = parsed.GetValue(baseline) ? await LoopbackCopy.MeasureAsync(BaselineTime, token).ConfigureAwait(false) : null;
                    CacheBenchmarkResult read = await ClusterTools.BenchmarkCachesAsync(
                        context,
                        parsed.GetValue(sectors),
                        parsed.GetValue(pieces),
                        parsed.GetValue(concurrency),
                        (ulong?)parsed.GetValue(epoch),
                        parsed.GetValue(itemType),
                        new ReadProgress(),
                        token).ConfigureAwait(false);
                    if (copy is null)
                    {
                        return read;
                    }

                    copy += await LoopbackCopy.MeasureAsync(BaselineTime, token).ConfigureAwait(false);
                    return read with
                    {
                        LoopbackMegabytesPerSecond = copy.MegabytesPerSecond,
                        LoopbackMegabytesPerProcessorSecond = copy.MegabytesPerProcessorSecond,
                    };
                },
                parsed.GetValue(json),
                cancellationToken).ConfigureAwait(false);
            await WriteAsync(result, parsed.GetValue(json)).ConfigureAwait(false);
            return result.PiecesMissing == 0 ? ExitCodes.Success : ExitCodes.Failure;
        });
        return command;
    }

    public static Command CreateVerification()
    {
        Option<string[]> servers = Servers();
        Option<string?> kzgParameters = OptionParsing.KzgParametersFile();
        Option<int> threads = OptionParsing.Number("--threads", "Threads that check; 0 for one per core.", 0, 1024, 0);
        Option<bool> json = OptionParsing.Json("Print one JSON object per event.");
        Command command = new("verify-piece", "Check every piece in the caches against the chain's commitments; bad ones are named and replaced.")
        {
            servers, kzgParameters, threads, json,
        };
        RecordCommitterOption committer = new();
        committer.AddTo(command);
        command.SetAction((parsed, cancellationToken) => VisitAsync(
            parsed.GetRequiredValue(servers),
            parsed.GetValue(kzgParameters),
            async (context, events, token) =>
            {
                int count = parsed.GetValue(threads) is > 0 and var given ? given : Environment.ProcessorCount;
                (int bad, int repaired) = await ClusterTools.VerifyPiecesAsync(
                    context, count, kzg => committer.Open(parsed, kzg, 1, events), token).ConfigureAwait(false);
                events.Report(new Notice(bad == 0 ? "All pieces in the caches are right" : $"{bad} were wrong or missing, {repaired} repairs were made: run this again to see that all is right"));
                return bad == 0 ? ExitCodes.Success : ExitCodes.Failure;
            },
            parsed.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<T> VisitAsync<T>(
        string[] servers,
        string? kzgParameters,
        Func<Autonomys.Cluster.ClusterContext, IFarmerEvents, CancellationToken, Task<T>> work,
        bool json,
        CancellationToken cancellationToken)
    {
        ChainKzg.RequireKnown(kzgParameters);
        IEventReporter events = json ? new JsonReporter(Console.Out) : new LineReporter(Console.Out);
        await using (events.ConfigureAwait(false))
        {
            return await ClusterSession.RunAsync(
                servers, kzgParameters, events, (context, token) => work(context, events, token), cancellationToken).ConfigureAwait(false);
        }
    }

    private static Option<string[]> Servers()
    {
        Option<string[]> servers = OptionParsing.NatsServers();
        servers.Required = true;
        return servers;
    }

    private static Option<CacheItemType?> ItemType(string description) => new("--cache-item-type")
    {
        Description = description,
        HelpName = string.Join('|', CacheItemTypes.Names),
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            CacheItemType? type = CacheItemTypes.Find(text);
            if (type is null)
            {
                result.AddError($"--cache-item-type {text}: not one of {string.Join(", ", CacheItemTypes.Names)}.");
            }

            return type;
        },
    };

    private static string[] Processors(CacheBenchmarkResult result) =>
        result is { ServerProcessorSeconds: { } servers, MegabytesPerProcessorSecond: { } each }
            ? [string.Create(
                CultureInfo.InvariantCulture,
                $"cores     {result.ClientProcessorSeconds / result.Seconds:F2} here, {servers / result.Seconds:F2} of the caches: {each:F0} MB/s for each core used")]
            : [string.Create(
                CultureInfo.InvariantCulture, $"cores     {result.ClientProcessorSeconds / result.Seconds:F2} here; a cache did not tell what it used")];

    private static async Task WriteAsync(CacheBenchmarkResult result, bool json)
    {
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(result, ClusterJson.Default.CacheBenchmarkResult)).ConfigureAwait(false);
            return;
        }

        CultureInfo culture = CultureInfo.InvariantCulture;
        List<string> lines =
        [
            string.Create(culture, $"{result.Pieces} pieces in {result.Seconds:F1} s: {result.MegabytesPerSecond:F1} MB/s"),
            string.Create(culture, $"a piece   {result.P50Milliseconds:F1} ms median, {result.P95Milliseconds:F1} ms 95%, {result.P99Milliseconds:F1} ms 99%"),
            string.Create(culture, $"missing   {result.PiecesMissing} pieces, {result.FragmentsFailed} fragments did not come"),
            .. Processors(result),
            .. result.LoopbackMegabytesPerSecond is { } copy
                ? [string.Create(culture, $"a plain socket copy on loopback: {copy:F0} MB/s; the caches gave {100 * result.ShareOfLoopback:F0}% of that")]
                : Array.Empty<string>(),
            .. result.ShareOfLoopbackPerCore is { } share
                ? [string.Create(culture, $"for each core used: {result.LoopbackMegabytesPerProcessorSecond:F0} MB/s; the caches gave {100 * share:F0}% of that")]
                : Array.Empty<string>(),
            .. result.Peers.Select(peer => string.Create(
                culture, $"{peer.Endpoint}   {peer.Fragments} fragments, {peer.P50Milliseconds:F1} ms median, {peer.P99Milliseconds:F1} ms 99%")),
        ];
        foreach (string line in lines)
        {
            await Console.Out.WriteLineAsync(line).ConfigureAwait(false);
        }
    }

    /// <summary>A line now and then, on standard error.</summary>
    private sealed class ReadProgress : IProgress<CacheBenchmarkProgress>
    {
        private const int Milliseconds = 5_000;

        private long _started;
        private long _next;

        public void Report(CacheBenchmarkProgress value)
        {
            long now = Environment.TickCount64;
            if (Interlocked.CompareExchange(ref _started, now, 0) == 0)
            {
                Volatile.Write(ref _next, now + Milliseconds);
            }

            long next = Volatile.Read(ref _next);
            if (now < next || Interlocked.CompareExchange(ref _next, now + Milliseconds, next) != next)
            {
                return;
            }

            double each = (now - _started) / 1e3 / value.Done;
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{value.Done:N0} of {value.Total:N0} pieces, {(value.Total - value.Done) * each:F0} s left"));
        }
    }
}
