using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Autonomys.Cli.Parsing;
using Autonomys.Cluster.History;
using Autonomys.Cryptography.Kzg;
using Autonomys.DevChain.Import;
using Autonomys.Farming.Farms.Space;
using Autonomys.Primitives.Segments;

namespace Autonomys.Cli.Commands;

/// <summary>`util export-history`: the files that were imported into a development chain, given back from pieces alone.</summary>
internal static class ExportHistoryCommand
{
    public static Command Create()
    {
        Option<string> basePath = new("--base-path")
        {
            Description = "Base path of a `dev` that is not running.",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataDirectory.Path("dev"),
        };
        Option<string?> pieces = new("--pieces") { Description = "Where the pieces are; default: pieces under the base path.", HelpName = "DIR" };
        Option<string> output = new("--output")
        {
            Description = "Where the files are written; files of the same names are replaced.",
            HelpName = "DIR",
            Required = true,
        };
        Option<bool> json = OptionParsing.Json();
        Command command = new("export-history", "Give imported files back from the pieces of the history, bit for bit.") { basePath, pieces, output, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string directory = Path.GetFullPath(parsed.GetRequiredValue(basePath));
            HistoryExport export = await ExportAsync(
                directory,
                parsed.GetValue(pieces) ?? Path.Combine(directory, "pieces"),
                Path.GetFullPath(parsed.GetRequiredValue(output)),
                cancellationToken).ConfigureAwait(false);
            return Report(export, parsed.GetValue(json), Console.Out);
        });
        return command;
    }

    private static async Task<HistoryExport> ExportAsync(string basePath, string pieces, string output, CancellationToken cancellationToken)
    {
        IReadOnlyList<SegmentHeader> headers = HistoryExporter.ReadHeaders(basePath);
        string parameters = Path.Combine(basePath, "kzg-development.bin");
        HistoryExporter exporter = new(PieceStore.OpenForReading(pieces), headers)
        {
            Kzg = File.Exists(parameters) ? new Kzg(KzgParameters.Load(parameters, KzgParameterSet.Development)) : null,
        };
        return await exporter.ExportAsync(output, new SegmentLines(), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>What was written goes to standard output; success only when every file is what was imported.</summary>
    private static int Report(HistoryExport export, bool json, TextWriter output)
    {
        foreach (ExportedFile file in export.Files)
        {
            if (json)
            {
                using MemoryStream buffer = new();
                using (Utf8JsonWriter writer = new(buffer))
                {
                    writer.WriteStartObject();
                    writer.WriteString("file", file.Name);
                    writer.WriteNumber("length", file.Length);
                    writer.WriteString("problem", file.Problem);
                    writer.WriteEndObject();
                }

                output.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
            }
            else
            {
                output.WriteLine($"{file.Name}  {ByteSize.FormatExact(file.Length)}  {file.Problem ?? "as it was imported"}");
            }
        }

        foreach (UnusablePiece piece in export.UnusablePieces)
        {
            Console.Error.WriteLine($"piece {piece.PieceIndex} was not used: {piece.Reason}");
        }

        string summary = string.Create(
            CultureInfo.InvariantCulture,
            $"{export.Files.Count(file => file.Problem is null)} of {export.Files.Count} files from {export.Blocks} blocks in {export.Segments} segments");
        Console.Error.WriteLine(summary);
        return export.Files.All(file => file.Problem is null) ? ExitCodes.Success : ExitCodes.Failure;
    }

    /// <summary>A line for each segment, on standard error.</summary>
    private sealed class SegmentLines : IProgress<HistoryExportProgress>
    {
        private readonly Lock _lock = new();
        private ulong? _last;

        public void Report(HistoryExportProgress value)
        {
            lock (_lock)
            {
                if (_last == value.SegmentIndex.Value)
                {
                    return;
                }

                _last = value.SegmentIndex.Value;
                Console.Error.WriteLine(
                    $"segment {value.SegmentIndex} of {value.Segments}: {value.Blocks} blocks, {ByteSize.Format(value.ImportedBytes)} of files so far");
            }
        }
    }
}
