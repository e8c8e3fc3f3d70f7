using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Autonomys.Testing;

/// <summary>A real nats-server of the test's own, on a free port, with its data in a folder of its own.</summary>
public sealed class NatsServer : IDisposable
{
    private const int FirstPort = 20_000;

    /// <summary>The first port of Linux's default range for outgoing connections.</summary>
    private const int PortsOfSystem = 32_768;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(20);

    private readonly string _configuration;
    private readonly string _directory;
    private Process? _process;

    private NatsServer(int port, string directory, string configuration)
    {
        Port = port;
        _directory = directory;
        _configuration = configuration;
    }

    public int Port { get; }

    public string Url => $"nats://127.0.0.1:{Port}";

    /// <summary>Where nats-server is, or null.</summary>
    public static string? Executable { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Concat(["/usr/sbin", "/usr/local/bin"])
        .Select(folder => Path.Combine(folder, "nats-server"))
        .FirstOrDefault(File.Exists);

    /// <summary>Why tests of it are skipped; null when it is there. Under CI its absence is a failure, which the start reports.</summary>
    public static string? Missing => Executable is not null || Environment.GetEnvironmentVariable("CI") == "true"
        ? null
        : "nats-server is not installed: install it with the system's package manager (apt install nats-server).";

    /// <summary>Starts a server; <paramref name="extra"/> are more lines of its configuration, or null for JetStream and nothing else.</summary>
    public static NatsServer Start(string? extra = null)
    {
        int port = FreePort();
        return StartConfigured(
            directory => string.Create(CultureInfo.InvariantCulture, $"listen: 127.0.0.1:{port}\n")
                + (extra ?? "jetstream { store_dir=\"" + directory + "/data\" }\n"),
            port);
    }

    /// <summary>Starts a server with a whole configuration, made for its directory, that listens on 127.0.0.1 and <paramref name="port"/>.</summary>
    public static NatsServer StartConfigured(Func<string, string> configure, int port)
    {
        string directory = Directory.CreateTempSubdirectory("autonomys-nats-").FullName;
        string configuration = Path.Combine(directory, "nats.conf");
        File.WriteAllText(configuration, configure(directory));
        NatsServer server = new(port, directory, configuration);
        server.Start();
        return server;
    }

    /// <summary>
    /// A port that nobody listens on now. It is below those that the system gives to outgoing connections: of these one may take
    /// a port between its choice and its use, or while a server is down, and a client that tries again may even reach itself.
    /// </summary>
    public static int FreePort()
    {
        while (true)
        {
            using TcpListener listener = new(IPAddress.Loopback, Random.Shared.Next(FirstPort, PortsOfSystem));
            try
            {
                listener.Start();
                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one.
            }
        }
    }

    /// <summary>Starts it again on the same port with the same data.</summary>
    public void Start()
    {
        ProcessStartInfo start = new(Executable ?? throw new InvalidOperationException("nats-server is not installed."))
        {
            ArgumentList = { "-c", _configuration, "-l", Path.Combine(_directory, "log") },
            UseShellExecute = false,
        };
        _process = Process.Start(start)!;
        long started = Stopwatch.GetTimestamp();
        while (!Answers())
        {
            if (_process.HasExited || Stopwatch.GetElapsedTime(started) > StartTimeout)
            {
                throw new InvalidOperationException("nats-server did not start: " + File.ReadAllText(Path.Combine(_directory, "log")));
            }

            Thread.Sleep(20);
        }
    }

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill()
    {
        _process?.Kill();
        _process?.WaitForExit();
        _process?.Dispose();
        _process = null;
    }

    public void Dispose()
    {
        Kill();
        Directory.Delete(_directory, recursive: true);
    }

    private bool Answers()
    {
        try
        {
            using TcpClient client = new("127.0.0.1", Port);
            return client.GetStream().ReadByte() == 'I';
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
