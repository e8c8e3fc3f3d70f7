using System.CommandLine;
using Autonomys.Cli.Commands.Cluster;
using Autonomys.Cli.Output;
using Autonomys.Cli.Running;

namespace Autonomys.Cli.Commands;

/// <summary>The command tree.</summary>
internal static class FarmerRootCommand
{
    public static RootCommand Create()
    {
        RootCommand root = new("Farms the Autonomys network: plots the chain's history onto disks and claims rewards with it.");
        root.Subcommands.Add(DevCommand.Create());
        root.Subcommands.Add(DevNodeCommand.Create());
        root.Subcommands.Add(FarmCommand.Create());
        root.Subcommands.Add(ClusterCommand.Create());
        root.Subcommands.Add(ClusterDemoCommand.Create());
        root.Subcommands.Add(StatusCommand.Create());
        root.Subcommands.Add(InfoCommand.Create());
        root.Subcommands.Add(ScrubCommand.Create());
        root.Subcommands.Add(WipeCommand.Create());
        root.Subcommands.Add(BenchmarkCommand.Create());
        root.Subcommands.Add(ListGpusCommand.Create());
        root.Subcommands.Add(GpuCheckCommand.Create());
        root.Subcommands.Add(UtilCommand.Create());
        HelpExamples.AddTo(root);
        return root;
    }

    public static Task<int> RunAsync(string[] args)
    {
        if (args is ["--version", "--verbose"] or ["--verbose", "--version"])
        {
            VersionReport.Write(Console.Out);
            return Task.FromResult(ExitCodes.Success);
        }

        return CommandRun.RunAsync(stop => ClusterCommand.IsComposite(args) && !args.Contains("--help")
            ? ClusterCommand.RunCompositeAsync(args, stop)
            : CommandRun.InvokeAsync(Create(), args));
    }
}
