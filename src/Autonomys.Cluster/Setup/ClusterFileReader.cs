using System.Globalization;
using System.Text.Json;
using Autonomys.Primitives.Addresses;

namespace Autonomys.Cluster.Setup;

/// <summary>Reads a cluster file: JSON with comments and trailing commas. All problems are told, not the first.</summary>
public static class ClusterFileReader
{
    private static readonly JsonDocumentOptions Lenient =
        new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, AllowDuplicateProperties = false };

    private const string HalfACharacter = "has a text with half of a character, such as \"\\ud83d\" alone: write it out";

    /// <param name="json">The file's text.</param>
    public static ClusterFileReading Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(json, Lenient);
        }
        catch (JsonException exception)
        {
            return new ClusterFileReading(null, [Describe(exception)], []);
        }
        catch (InvalidOperationException)
        {
            // The search for doubled fields reads their names.
            return new ClusterFileReading(null, [HalfACharacter], []);
        }

        using (document)
        {
            if (!IsReadable(document.RootElement))
            {
                return new ClusterFileReading(null, [HalfACharacter], []);
            }

            List<string> problems = [];
            List<string> warnings = [];
            ClusterFile file = Read(new FieldReader(document.RootElement, null, "", problems));
            ClusterFileChecks.Check(file, problems, warnings);
            return problems.Count > 0 ? new ClusterFileReading(null, problems, []) : new ClusterFileReading(file, [], warnings);
        }
    }

    private static ClusterFile Read(FieldReader fields)
    {
        string program = fields.Directory("program") ?? "";
        if (fields.IsObject && !fields.Has("program"))
        {
            fields.Problem("program", "is missing: give the path of autonomys-farmer on the machines, such as /root/autonomys/autonomys-farmer");
        }

        string user = fields.Text("user", FieldRules.IsUser, FieldRules.UserMustBe) ?? "root";
        string logs = fields.Directory("logDirectory") ?? "/var/log";
        string? kzg = fields.Directory("kzgParameters");
        string address = ReadRewardAddress(fields);
        NatsSettings nats = ReadNats(fields.Object("nats"));
        NodeSettings node = ReadNode(fields.Object("node"));
        FieldReader? controller = fields.Object("controller");
        string? controllerPath = controller?.Directory("basePath");
        controller?.End();
        ComponentDefaults defaults = ComponentDefaults.Initial.Override(fields);
        PortSettings ports = ReadPorts(fields.Object("ports"));
        Machine[] machines = [.. fields.Objects("machines").Select(machine => MachineReader.Read(machine, defaults))];
        if (fields.Lacks("machines"))
        {
            fields.Problem("machines", "is missing or empty: there must be at least one; `cluster init --example` shows how they are described");
        }

        fields.End();
        return new ClusterFile
        {
            Program = program,
            User = user,
            LogDirectory = logs,
            KzgParameters = kzg,
            RewardAddress = address,
            Nats = nats,
            Node = node,
            ControllerBasePath = controllerPath,
            Ports = ports,
            Machines = machines,
        };
    }

    private static string ReadRewardAddress(FieldReader fields)
    {
        if (fields.Text("rewardAddress") is not { } text)
        {
            return "";
        }

        if (!Ss58Address.TryParse(text, out _, out string? error))
        {
            string remedy = text.Contains("..", StringComparison.Ordinal) ? " Put your own address in the place of the example's." : "";
            fields.Problem("rewardAddress", $"\"{text}\" is no address: {error}{remedy}");
        }

        return text;
    }

    private static NatsSettings ReadNats(FieldReader? fields)
    {
        NatsSettings defaults = new();
        if (fields is null)
        {
            return defaults;
        }

        NatsSettings settings = new(
            fields.Text("program", FieldRules.IsProgram, FieldRules.ProgramMustBe) ?? defaults.Program,
            fields.Text("clusterName", FieldRules.IsName, FieldRules.NameMustBe) ?? defaults.ClusterName,
            fields.Directory("storeDirectory") ?? defaults.StoreDirectory,
            fields.Directory("configuration") ?? defaults.Configuration);
        fields.End();
        return settings;
    }

    private static NodeSettings ReadNode(FieldReader? fields)
    {
        NodeSettings defaults = NodeSettings.Default;
        if (fields is null)
        {
            return defaults;
        }

        IReadOnlyList<string> urls = fields.Texts("urls");
        foreach (string url in urls.Where(url => !FieldRules.IsUrl(url)))
        {
            fields.Problem("urls", $"\"{url}\" {FieldRules.UrlMustBe}");
        }

        NodeSettings settings = new(
            fields.Text("program", FieldRules.IsProgram, FieldRules.ProgramMustBe) ?? defaults.Program,
            fields.Directory("basePath") ?? defaults.BasePath,
            fields.Text("chain", FieldRules.IsProgram, FieldRules.ChainMustBe) ?? defaults.Chain,
            urls);
        fields.End();
        return settings;
    }

    private static PortSettings ReadPorts(FieldReader? fields)
    {
        PortSettings defaults = new();
        if (fields is null)
        {
            return defaults;
        }

        PortSettings ports = new()
        {
            Nats = Port("nats", defaults.Nats),
            NatsCluster = Port("natsCluster", defaults.NatsCluster),
            NatsMonitor = Port("natsMonitor", defaults.NatsMonitor),
            NodeRpc = Port("nodeRpc", defaults.NodeRpc),
            Controller = Port("controller", defaults.Controller),
            FullPieceCache = Port("fullPieceCache", defaults.FullPieceCache),
            ShardedCache = Port("shardedCache", defaults.ShardedCache),
            ProofServer = Port("proofServer", defaults.ProofServer),
            PlotServer = Port("plotServer", defaults.PlotServer),
        };
        fields.End();
        return ports;

        int Port(string field, int otherwise) => fields.Number(field, 1, ushort.MaxValue) ?? otherwise;
    }

    /// <summary>Whether all texts can be read: JSON lets through what is no text, and only reading it tells.</summary>
    private static bool IsReadable(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => IsText(() => element.GetString()),
        JsonValueKind.Array => element.EnumerateArray().All(IsReadable),
        JsonValueKind.Object => element.EnumerateObject().All(property => IsText(() => property.Name) && IsReadable(property.Value)),
        _ => true,
    };

    private static bool IsText(Func<string?> read)
    {
        try
        {
            read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Describe(JsonException exception)
    {
        string place = string.Create(
            CultureInfo.InvariantCulture, $"line {(exception.LineNumber ?? 0) + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}");
        string reason = exception.Message.Split(" LineNumber:")[0];
        return $"is not JSON at {place}: {reason} `cluster init --example` shows a cluster file.";
    }
}
