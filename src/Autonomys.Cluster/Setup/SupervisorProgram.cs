using System.Globalization;
using System.Text;

namespace Autonomys.Cluster.Setup;

/// <summary>One program of supervisor, with the fields that the operators' manual prints.</summary>
/// <param name="Name">After <c>program:</c>.</param>
/// <param name="Command">Program and arguments; none has blanks or quotes.</param>
/// <param name="Priority">Order in which supervisor starts the programs of a machine: low ones first.</param>
/// <param name="Log">File name of its log, without .log.</param>
internal sealed record SupervisorProgram(string Name, IReadOnlyList<string> Command, int Priority, string Log)
{
    public IReadOnlyList<(string Name, string Value)> Environment { get; init; } = [];

    /// <summary>Megabytes of a log file before a new one begins.</summary>
    public int LogMegabytes { get; init; } = 100;

    /// <summary>Seconds between SIGTERM and SIGKILL; null leaves it to supervisor, which waits 10.</summary>
    public int? StopSeconds { get; init; }

    /// <summary>How often supervisor tries to start it, each time a second later; null leaves it to supervisor, which tries 3 times.</summary>
    public int? StartRetries { get; init; }

    public void Write(StringBuilder text, string user, string logDirectory)
    {
        Line($"[program:{Name}]");

        // Supervisor takes a percent sign for the beginning of %(…)s.
        Line($"command={string.Join(' ', Command).Replace("%", "%%", StringComparison.Ordinal)}");
        Line($"priority={Priority}");
        Line($"autorestart=true");
        if (StartRetries is { } retries)
        {
            Line($"startretries={retries}");
        }

        if (StopSeconds is { } seconds)
        {
            Line($"stopwaitsecs={seconds}");
        }

        Line($"user={user}");
        if (Environment.Count > 0)
        {
            Line($"environment={string.Join(',', Environment.Select(variable => $"{variable.Name}={Quoted(variable.Value)}"))}");
        }

        Line($"redirect_stderr=true");
        Line($"stdout_logfile_maxbytes={LogMegabytes}MB");
        Line($"stdout_logfile_backups=2");
        Line($"stdout_logfile={logDirectory.TrimEnd('/')}/{Log}.log");

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private static string Quoted(string value) => value.All(char.IsAsciiLetterOrDigit) ? value : $"\"{value}\"";
}
