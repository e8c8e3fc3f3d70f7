using System.Globalization;

namespace Autonomys.Testing;

/// <summary>Three real nats-servers that keep what they are told three times; any one of them may die.</summary>
public sealed class NatsCluster : IDisposable
{
    private readonly string _directory;

    private NatsCluster(string directory, IReadOnlyList<NatsServer> servers) => (_directory, Servers) = (directory, servers);

    public IReadOnlyList<NatsServer> Servers { get; }

    public static NatsCluster Start()
    {
        const int Count = 3;
        string directory = Directory.CreateTempSubdirectory("autonomys-nats-cluster-").FullName;
        int[] routes = [.. Enumerable.Range(0, Count).Select(_ => NatsServer.FreePort())];
        return new NatsCluster(directory, [.. Enumerable.Range(0, Count).Select(i => NatsServer.Start(string.Create(CultureInfo.InvariantCulture, $$"""
            server_name: n{{i}}
            max_payload: 3MB
            jetstream { store_dir="{{directory}}/{{i}}" }
            cluster {
              name: test
              listen: 127.0.0.1:{{routes[i]}}
              routes: [{{string.Join(", ", routes.Where(port => port != routes[i]).Select(port => string.Create(CultureInfo.InvariantCulture, $"nats://127.0.0.1:{port}")))}}]
            }

            """)))]);
    }

    public void Dispose()
    {
        foreach (NatsServer server in Servers)
        {
            server.Dispose();
        }

        Directory.Delete(_directory, recursive: true);
    }
}
