using System.CommandLine;
using Autonomys.Cli.Commands.Cluster;
using Autonomys.Cli.Util;
using Autonomys.Cryptography.Kzg;

namespace Autonomys.Cli.Commands;

/// <summary>`util`: tools beside farming.</summary>
internal static class UtilCommand
{
    public static Command Create() => new("util", "Tools beside farming.")
    {
        ExportHistoryCommand.Create(),
        CreateKzgParameters(),
        DumpPtxCommand.Create(),
        CacheToolCommands.CreateReinitialization(),
        CacheToolCommands.CreateBenchmark(),
        CacheToolCommands.CreateVerification(),
    };

    private static Command CreateKzgParameters()
    {
        Option<string?> from = new("--from")
        {
            Description = $"The binary file ({KzgParameters.FileSize} bytes), or the KZG ceremony's public state in JSON; a path or an http(s) address.",
            HelpName = "FILE|URL",
        };
        Option<string?> output = new("--output")
        {
            Description = $"Where to write them; default: {KzgParameters.DefaultPath}, where they are found by themselves.",
            HelpName = "FILE",
        };
        Option<bool> development = new("--development")
        {
            Description = "Make the parameters of development chains instead, from their known secret; needs --output.",
        };
        Command command = new("kzg-parameters", "Check the public KZG parameters, or make and install them.") { from, output, development };
        command.Validators.Add(result =>
        {
            bool isDevelopment = result.GetValue(development);
            if (isDevelopment && (result.GetValue(from) is not null || result.GetValue(output) is null))
            {
                result.AddError("--development goes with --output FILE and without --from: these parameters are made, not read.");
            }
            else if (!isDevelopment && result.GetValue(from) is null && result.GetValue(output) is not null)
            {
                result.AddError("--output needs --from FILE|URL, or --development.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? target = parsed.GetValue(output);
            if (parsed.GetValue(development))
            {
                await Task.Run(() => Kzg.Development(target), cancellationToken).ConfigureAwait(false);
                Console.WriteLine($"Made {target}, SHA-256 {KzgParameters.Sha256(KzgParameterSet.Development)}: for development chains only");
            }
            else if (parsed.GetValue(from) is { } source)
            {
                target ??= KzgParameters.DefaultPath;
                await KzgParametersInstaller.InstallAsync(source, target, cancellationToken).ConfigureAwait(false);
                Console.WriteLine($"Installed {target}, SHA-256 {KzgParameters.Sha256(KzgParameterSet.Ethereum)}");
            }
            else
            {
                string found = KzgParameters.Locate();
                KzgParameters.Load(found);
                Console.WriteLine($"{found} has the right SHA-256, {KzgParameters.Sha256(KzgParameterSet.Ethereum)}");
            }

            return ExitCodes.Success;
        });
        return command;
    }
}
