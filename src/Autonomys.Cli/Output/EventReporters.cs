using Spectre.Console;

namespace Autonomys.Cli.Output;

internal static class EventReporters
{
    /// <summary>JSON when asked for, a live display on a terminal, plain lines otherwise.</summary>
    public static IEventReporter Create(bool json, string title)
    {
        if (json)
        {
            return new JsonReporter(Console.Out);
        }

        bool terminal = !Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive && AnsiConsole.Profile.Capabilities.Ansi;
        return terminal ? new LiveReporter(AnsiConsole.Console, title) : new LineReporter(Console.Out);
    }
}
