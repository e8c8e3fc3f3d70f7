using System.CommandLine;
using System.Text;
using System.Text.Json;
using Autonomys.Cluster.Setup;

namespace Autonomys.Cli.Commands.Cluster;

/// <summary>`cluster init`: all configurations of a cluster from one file that describes it.</summary>
internal static class InitCommand
{
    public static Command Create(ClusterOptions options)
    {
        Argument<string?> file = new("cluster-file")
        {
            Description = "Describes machines, addresses, GPUs and disks, in JSON; --example prints one.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<bool> example = new("--example") { Description = "Print the cluster file of the operators' manual, to begin with." };
        Option<string?> output = new("--output") { Description = "Directory that is written; default: cluster.", HelpName = "DIR" };
        Option<bool> force = new("--force") { Description = "Replace files of the output directory that have other content." };
        Command command = new(
            "init",
            "Write the configurations of nats-server and supervisor for every machine of a cluster, and the order to start them in.")
        {
            file, example, output, force,
        };
        command.Validators.Add(result =>
        {
            bool alone = result.GetValue(file) is null && result.GetResult(output) is null && !result.GetValue(force) && !result.GetValue(options.Json);
            if (result.GetValue(example) && !alone)
            {
                result.AddError("--example prints a cluster file and takes nothing else: cluster init --example > cluster.json");
            }
            else if (!result.GetValue(example) && result.GetValue(file) is null)
            {
                result.AddError("The cluster file is missing: cluster init --example > cluster.json makes one to begin with.");
            }

            foreach (Option other in options.All.Where(option => option != options.Json && result.GetResult(option) is { Implicit: false }))
            {
                result.AddError($"{other.Name} is nothing for init: the cluster file says it.");
            }
        });
        command.SetAction(parsed => parsed.GetValue(example)
            ? PrintExample()
            : Write(parsed.GetRequiredValue(file)!, parsed.GetValue(output) ?? "cluster", parsed.GetValue(force), parsed.GetValue(options.Json)));
        return command;
    }

    private static int PrintExample()
    {
        Console.Out.Write(ExampleClusterFile.Text);
        return ExitCodes.Success;
    }

    private static int Write(string file, string output, bool force, bool json)
    {
        ClusterFileReading reading = ClusterFileReader.Read(ReadText(file));
        if (reading.File is null)
        {
            string[] lines = [$"{file} cannot be used, and nothing was written:", .. reading.Problems.Select(problem => "  " + problem)];
            throw new CommandException(string.Join(Environment.NewLine, lines), ExitCodes.Usage);
        }

        OutputDirectory directory = new(output);
        IReadOnlyList<GeneratedFile> files = ClusterFiles.Make(reading.File, reading.Warnings);
        IReadOnlyList<WrittenFile> written = directory.Write(files, force);
        string[] warnings =
        [
            .. reading.Warnings,
            .. directory.FindLeftovers(files).Select(left => $"{Path.Combine(output, left)} belongs to nothing in the cluster file any more: remove it here and on its machine"),
        ];
        if (json)
        {
            Console.Out.WriteLine(Json(output, written, warnings));
            return ExitCodes.Success;
        }

        foreach (string warning in warnings)
        {
            Console.Error.WriteLine("warning: " + warning);
        }

        foreach (WrittenFile one in written)
        {
            Console.Out.WriteLine($"{NameOf(one.Change),-9}  {Path.Combine(output, one.Path)}");
        }

        Console.Out.WriteLine($"Go on with {Path.Combine(output, written[0].Path)}");
        return ExitCodes.Success;
    }

    private static string ReadText(string file)
    {
        try
        {
            return File.ReadAllText(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new CommandException($"The cluster file {file} cannot be read: {exception.Message}", ExitCodes.Usage);
        }
    }

    private static string NameOf(FileChange change) => change switch
    {
        FileChange.Created => "created",
        FileChange.Replaced => "replaced",
        FileChange.Unchanged => "unchanged",
        _ => throw new ArgumentOutOfRangeException(nameof(change)),
    };

    private static string Json(string output, IReadOnlyList<WrittenFile> written, string[] warnings)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("output", Path.GetFullPath(output));
            writer.WriteStartArray("files");
            foreach (WrittenFile file in written)
            {
                writer.WriteStartObject();
                writer.WriteString("path", file.Path);
                writer.WriteString("change", NameOf(file.Change));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("warnings");
            foreach (string warning in warnings)
            {
                writer.WriteStringValue(warning);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
