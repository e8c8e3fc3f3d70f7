using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Autonomys.Cli.Parsing;
using Autonomys.Farming.Farms.Checks;
using Autonomys.Farming.Farms.Space;
using Autonomys.Primitives.Addresses;

namespace Autonomys.Cli.Commands;

/// <summary>`info`: what farm directories hold; works beside a running farmer.</summary>
internal static class InfoCommand
{
    public static Command Create()
    {
        Argument<string[]> directories = OptionParsing.FarmDirectories();
        Option<bool> json = OptionParsing.Json();
        Command command = new("info", "Show what farms hold.") { directories, json };
        command.SetAction(parsed =>
        {
            foreach (string directory in parsed.GetRequiredValue(directories))
            {
                Write(FarmInfo.Collect(directory), parsed.GetValue(json), Console.Out);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Write(FarmInfo info, bool json, TextWriter output)
    {
        string address = new Ss58Address(info.Farm.PublicKey).ToString();
        if (json)
        {
            output.WriteLine(Json(info, address));
            return;
        }

        output.WriteLine($"Farm {info.Farm.Id} in {info.Directory}");
        output.WriteLine($"  Chain (genesis)   {info.Farm.GenesisHash}");
        output.WriteLine($"  Public key        {info.Farm.PublicKey} ({address})");
        output.WriteLine($"  Allocated space   {ByteSize.Format(info.Farm.AllocatedSpace)}");
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  Sectors           {info.PlottedCount} of {info.SectorCount} plotted, {info.Farm.PiecesInSector} pieces each"));
        output.WriteLine($"  In use            {(info.UsedByProcess is { } process ? $"by process {process}" : "no")}");
        foreach ((string name, long size) in info.Files)
        {
            output.WriteLine($"  {name,-24}  {ByteSize.FormatExact((ulong)size)}");
        }
    }

    private static string Json(FarmInfo info, string address)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("directory", info.Directory);
            writer.WriteString("id", info.Farm.Id.ToString());
            writer.WriteString("genesisHash", info.Farm.GenesisHash.ToString());
            writer.WriteString("publicKey", info.Farm.PublicKey.ToString());
            writer.WriteString("address", address);
            writer.WriteNumber("allocatedSpace", info.Farm.AllocatedSpace);
            writer.WriteNumber("piecesInSector", info.Farm.PiecesInSector);
            writer.WriteNumber("sectors", info.SectorCount);
            writer.WriteNumber("sectorsPlotted", info.PlottedCount);
            if (info.UsedByProcess is { } process)
            {
                writer.WriteNumber("usedByProcess", process);
            }

            writer.WriteStartObject("files");
            foreach ((string name, long size) in info.Files)
            {
                writer.WriteNumber(name, size);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
