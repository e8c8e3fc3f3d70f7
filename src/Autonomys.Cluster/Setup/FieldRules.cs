using System.Net;
using System.Text.RegularExpressions;

namespace Autonomys.Cluster.Setup;

/// <summary>What texts of a cluster file may be, so that they mean the same in a supervisor program, a NATS configuration and a shell.</summary>
internal static partial class FieldRules
{
    public const string NameMustBe = "is not a name: it must be lower-case letters, digits and hyphens, such as plot-1";
    public const string PathMustBe =
        "is not a path that all programs understand: it must begin with / and have no blanks, quotes, commas or any of ; % $ # \\ { } * ? < > | & ( )";

    public const string ProgramMustBe = "is not a program: it must be a path that begins with /, or a name, without blanks or quotes";
    public const string ChainMustBe = "is not the name of a chain: it must be such as mainnet";
    public const string AddressMustBe = "is not an address: it must be an IP address such as 192.168.1.4, or a host name, without a port";
    public const string UserMustBe = "is not a user: it must be the name of one, such as root";
    public const string UrlMustBe = "is not a WebSocket address: it must be such as ws://192.168.1.1:9944";

    public static bool IsName(string text) => Name().IsMatch(text);

    public static bool IsUser(string text) => User().IsMatch(text);

    public static bool IsPath(string text) => Path().IsMatch(text);

    public static bool IsProgram(string text) => IsPath(text) || Program().IsMatch(text);

    public static bool IsUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "ws" or "wss" && Url().IsMatch(text);

    /// <summary>An IP address in its usual form and without a zone, or a host name; 192.168.1 and 0300.1.1.1 are neither, whatever they resolve to.</summary>
    public static bool IsAddress(string text)
    {
        if (IPAddress.TryParse(text, out IPAddress? address))
        {
            return address.ToString().Equals(text, StringComparison.OrdinalIgnoreCase) && !text.Contains('%', StringComparison.Ordinal);
        }

        return text.Length <= 253 && HostName().IsMatch(text) && !OnlyNumbers().IsMatch(text);
    }

    /// <summary>Whether other machines cannot reach this one at the address.</summary>
    public static bool IsUnreachable(string text) =>
        text == "localhost"
        || (IPAddress.TryParse(text, out IPAddress? address)
            && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    [GeneratedRegex(@"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z")]
    private static partial Regex Name();

    [GeneratedRegex(@"^[a-z_][a-z0-9_-]{0,31}\z")]
    private static partial Regex User();

    [GeneratedRegex(@"^/[^\s\x00-\x1f\x7f""'`,;%$#\\{}*?<>|&()]*\z")]
    private static partial Regex Path();

    [GeneratedRegex(@"^[A-Za-z0-9._+-]+\z")]
    private static partial Regex Program();

    [GeneratedRegex(@"^wss?://[A-Za-z0-9.:\[\]/_-]+\z")]
    private static partial Regex Url();

    [GeneratedRegex(@"^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*\z")]
    private static partial Regex HostName();

    [GeneratedRegex(@"^[0-9.]+\z")]
    private static partial Regex OnlyNumbers();
}
