using System.CommandLine;
using Autonomys.Farming.Plotting;

namespace Autonomys.Cli.Parsing;

/// <summary>The options that say on which threads records are encoded, named as the official farmer names them.</summary>
internal sealed class EncodingThreadOptions
{
    private const int MostByDefault = 8;

    private readonly Option<int?> _concurrency;

    private readonly Option<CoreGroups?> _cores = new("--cpu-plotting-cores")
    {
        Description = "Cores to encode on, in groups such as \"0,1 2,3\": each record stays on one group, the groups in turn; default: any.",
        HelpName = "CORES",
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (CoreGroups.TryParse(text, CoreGroups.Available, out CoreGroups? groups, out string? error))
            {
                return groups;
            }

            result.AddError($"--cpu-plotting-cores {text}: {error}");
            return null;
        },
    };

    private readonly Option<string> _priority = new("--cpu-plotting-thread-priority")
    {
        Description = "min: encoding gives way to everything else on the machine, above all to proofs; default: it does not.",
        DefaultValueFactory = _ => "min",
    };

    /// <param name="recordConcurrency">Name of the option with the number of records.</param>
    public EncodingThreadOptions(string recordConcurrency)
    {
        _concurrency = OptionParsing.Number(
            recordConcurrency, "Records encoded at once, each with some 200 MiB; default: one per core, at most 8, or one per core named.", 1, 1024);
        _priority.AcceptOnlyFromAmong("min", "default");
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_concurrency);
        command.Options.Add(_cores);
        command.Options.Add(_priority);
    }

    /// <summary>Records encoded at once.</summary>
    public int Concurrency(ParseResult parsed) =>
        parsed.GetValue(_concurrency) ?? parsed.GetValue(_cores)?.Cores ?? Math.Clamp(Environment.ProcessorCount, 1, MostByDefault);

    public EncodingThreads Threads(ParseResult parsed) =>
        new() { Cores = parsed.GetValue(_cores), LowPriority = parsed.GetValue(_priority) == "min" };
}
