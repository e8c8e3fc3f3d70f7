using System.CommandLine;
using Autonomys.Archiving.Segments;
using Autonomys.Cluster.Events;
using Autonomys.Cryptography.Kzg;
using Autonomys.Gpu.Devices;
using Autonomys.Gpu.Proving;

namespace Autonomys.Cli.Parsing;

/// <summary>`--gpu-backend` of commands that commit to records.</summary>
internal sealed class RecordCommitterOption
{
    private readonly Option<GpuBackend> _backend = GpuBackendOption.Create("What commits to records");

    public void AddTo(Command command) => command.Options.Add(_backend);

    /// <summary>Opens what was chosen; the caller disposes of it.</summary>
    /// <exception cref="GpuException">The backend that was asked for has no device.</exception>
    public IRecordCommitter Open(ParseResult parsed, Kzg kzg, int threads, IFarmerEvents events) => RecordCommitters.Open(
        parsed.GetValue(_backend), kzg, threads, text => events.Report(new Notice(text)), text => events.Report(new Warning(text)));
}
