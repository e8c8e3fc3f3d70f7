namespace Autonomys.Cli.Commands;

/// <summary>What the process ends with; documented in the README.</summary>
internal static class ExitCodes
{
    public const int Success = 0;

    /// <summary>Something went wrong while running.</summary>
    public const int Failure = 1;

    /// <summary>Wrong arguments; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C or SIGTERM after a clean shutdown.</summary>
    public const int Interrupted = 130;
}
