using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Net;
using Autonomys.Farming.Farms;
using Autonomys.Primitives.Addresses;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cli.Parsing;

/// <summary>Options whose values are checked while they are parsed, with errors that name the value and what would be right.</summary>
internal static class OptionParsing
{
    /// <summary>A whole number within bounds.</summary>
    public static Option<int?> Number(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => ParseNumber(result, name, least, most),
    };

    /// <summary>A whole number within bounds that has a default.</summary>
    public static Option<int> Number(string name, string description, int least, int most, int defaultValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => defaultValue,
        CustomParser = result => ParseNumber(result, name, least, most) ?? 0,
    };

    public static Option<PublicKey?> RewardAddress(string description) => new("--reward-address")
    {
        Description = description,
        HelpName = "ADDRESS",
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (Ss58Address.TryParse(text, out Ss58Address address, out string? error))
            {
                return address.PublicKey;
            }

            result.AddError($"--reward-address {text}: {error}");
            return null;
        },
    };

    public static Option<IPEndPoint> ListenOn(string name, string description, string defaultValue) => new(name)
    {
        Description = description,
        HelpName = "IP:PORT",
        DefaultValueFactory = _ => IPEndPoint.Parse(defaultValue),
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out IPEndPoint? endPoint))
            {
                return endPoint;
            }

            result.AddError($"{name} {text}: not an address and port, such as {defaultValue} (port 0 takes a free one).");
            return null;
        },
    };

    public static Option<string?> KzgParametersFile() => new("--kzg-parameters")
    {
        Description = "File of the KZG parameters; default: AUTONOMYS_KZG_PARAMETERS, then the user's data directory.",
        HelpName = "FILE",
    };

    /// <summary>Addresses of NATS servers, as nats://HOST:PORT; given several times, or several words after one.</summary>
    public static Option<string[]> NatsServers() => new("--nats-server", "--nats-servers")
    {
        Description = "Address of a NATS server, nats://HOST:4222; give each server of the NATS cluster.",
        HelpName = "URL",
        AllowMultipleArgumentsPerToken = false,
        Recursive = true,
        CustomParser = result =>
        {
            List<string> servers = [];
            foreach (string text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries)))
            {
                if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "nats" or "tls" && url.Host.Length > 0)
                {
                    servers.Add(text);
                }
                else
                {
                    result.AddError($"--nats-server {text}: not the address of a NATS server, such as nats://192.168.1.1:4222.");
                }
            }

            return [.. servers];
        },
    };

    public static Option<Uri> NodeRpcUrl() => new("--node-rpc-url")
    {
        Description = "WebSocket address of the node; it must allow unsafe RPC methods.",
        HelpName = "URL",
        DefaultValueFactory = _ => new Uri("ws://127.0.0.1:9944"),
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "ws" or "wss")
            {
                return url;
            }

            result.AddError($"--node-rpc-url {text}: not a WebSocket address, such as ws://127.0.0.1:9944.");
            return null;
        },
    };

    /// <summary>Farms as `path=DIR,size=100G` or `path=DIR,sectors=20`.</summary>
    public static Argument<FarmOptions[]> DiskFarms() => new("disk-farms")
    {
        Description = "Farms: path=DIR,size=SIZE (100G, 2TiB, 95%, max) or path=DIR,sectors=N; optionally record-chunks-mode=ConcurrentChunks|WholeSector.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            List<FarmOptions> farms = [];
            foreach (Token token in result.Tokens)
            {
                if (FarmOptions.TryParse(token.Value, out FarmOptions? farm, out string? error))
                {
                    farms.Add(farm);
                }
                else
                {
                    result.AddError($"{token.Value}: {error}");
                }
            }

            return [.. farms];
        },
    };

    /// <summary>A cache directory as `path=DIR`, with an optional `size=SIZE` where a size makes sense.</summary>
    public static Argument<CacheDirectory> CacheDirectory(bool hasSize) => new("cache")
    {
        Description = hasSize ? "Where items are kept: path=DIR[,size=SIZE] (100G, 2TiB)." : "Where pieces are kept: path=DIR.",
        CustomParser = result =>
        {
            string text = result.Tokens.Single().Value;
            if (Parsing.CacheDirectory.TryParse(text, hasSize, out CacheDirectory? directory, out string? error))
            {
                return directory;
            }

            result.AddError($"{text}: {error}");
            return null;
        },
    };

    /// <summary>Directories of existing farms.</summary>
    public static Argument<string[]> FarmDirectories() => new("farms")
    {
        Description = "Directories of farms.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<bool> Json(string description = "Print one JSON object per line.") => new("--json") { Description = description };

    private static int? ParseNumber(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens.Single().Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
        {
            return value;
        }

        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} {text}: not a whole number from {least} to {most}."));
        return null;
    }
}
