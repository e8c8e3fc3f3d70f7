using System.CommandLine;
using Autonomys.Cli.Parsing;
using Autonomys.Farming.Farms.Checks;
using Autonomys.Farming.Farms.Space;

namespace Autonomys.Cli.Commands;

/// <summary>`wipe`: removes farms with their identities, after asking.</summary>
internal static class WipeCommand
{
    public static Command Create()
    {
        Argument<string[]> directories = OptionParsing.FarmDirectories();
        Option<bool> yes = new("--yes") { Description = "Do not ask." };
        Option<bool> disableLocking = new("--disable-farm-locking") { Description = "For file systems that cannot lock." };
        Command command = new("wipe", "Remove farms: their plots, caches and identities.") { directories, yes, disableLocking };
        command.SetAction(parsed =>
        {
            string[] farms = parsed.GetRequiredValue(directories);
            foreach (string directory in farms)
            {
                IReadOnlyList<(string Name, long Size)> files = FarmWiper.List(directory);
                if (files.Count == 0)
                {
                    throw new CommandException($"There is no farm in {directory}; nothing was removed.");
                }

                foreach ((string name, long size) in files)
                {
                    Console.WriteLine($"{Path.Combine(directory, name)}  {ByteSize.FormatExact((ulong)size)}");
                }
            }

            if (!parsed.GetValue(yes) && !Confirm())
            {
                throw new CommandException("Nothing was removed.");
            }

            foreach (string directory in farms)
            {
                FarmWiper.Wipe(directory, parsed.GetValue(disableLocking));
                Console.WriteLine($"{directory}: farm removed");
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static bool Confirm()
    {
        Console.Write("These files will be lost for good, the farm's key among them. Type 'yes' to remove them: ");
        return Console.ReadLine() == "yes";
    }
}
