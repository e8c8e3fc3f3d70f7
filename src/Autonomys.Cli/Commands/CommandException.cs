namespace Autonomys.Cli.Commands;

/// <summary>A failure whose message is all that the operator needs: no stack trace.</summary>
internal sealed class CommandException(string message, int exitCode = ExitCodes.Failure) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
