using System.CommandLine;
using System.Globalization;
using Autonomys.Gpu.Tools;

namespace Autonomys.Cli.Commands;

/// <summary>`util dump-ptx`: what the GPU's kernels compile to, for NVIDIA's ptxas to look at.</summary>
internal static class DumpPtxCommand
{
    public static Command Create()
    {
        Option<string> architecture = new("--arch") { Description = "For which devices.", HelpName = string.Join('|', PtxDump.Architectures), Required = true };
        architecture.AcceptOnlyFromAmong([.. PtxDump.Architectures]);
        Option<string> output = new("--output") { Description = "Directory for a file NAME.ptx of each kernel; it is made.", HelpName = "DIR", Required = true };
        Command command = new("dump-ptx", "Write the PTX of all GPU kernels; needs no GPU.") { architecture, output };
        command.SetAction((parsed, cancellationToken) => Task.Run(
            () =>
            {
                PtxDump.Write(
                    parsed.GetRequiredValue(architecture),
                    parsed.GetRequiredValue(output),
                    (path, bytes, time) => Console.Out.WriteLine(
                        string.Create(CultureInfo.InvariantCulture, $"{path}  {bytes} bytes, compiled in {time.TotalSeconds:F1} s")),
                    cancellationToken);
                return ExitCodes.Success;
            },
            cancellationToken));
        return command;
    }
}
