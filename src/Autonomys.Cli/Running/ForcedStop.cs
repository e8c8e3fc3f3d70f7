using System.Runtime.InteropServices;
using Autonomys.Cli.Commands;

namespace Autonomys.Cli.Running;

/// <summary>The first Ctrl-C or SIGTERM asks for a clean stop; the second ends the process at once, with exit code 130.</summary>
internal sealed class ForcedStop : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    // Never disposed: a signal may arrive while the process ends.
    private readonly CancellationTokenSource _first = new();
    private int _signals;

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken First => _first.Token;

    public ForcedStop() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        switch (Interlocked.Increment(ref _signals))
        {
            case 1:
                _first.Cancel();
                break;
            case 2:
                Environment.Exit(ExitCodes.Interrupted);
                break;
        }
    }
}
