using System.Security.Cryptography;
using System.Text;
using Autonomys.Messaging;

namespace Autonomys.Cluster.Transfer;

/// <summary>The secret that lets components read and write each other's data plane; kept in JetStream, made by who comes first.</summary>
public sealed class ClusterToken
{
    private const string Bucket = "cluster";
    private const string Key = "token";
    private const string Scheme = "Bearer ";
    private const int Size = 32;

    private readonly byte[] _header;

    private ClusterToken(string token) => _header = Encoding.ASCII.GetBytes(Scheme + token);

    /// <summary>Value of the Authorization header.</summary>
    public string Header => Encoding.ASCII.GetString(_header);

    /// <summary>Reads the cluster's token, or makes it.</summary>
    public static async Task<ClusterToken> LoadAsync(IClusterBus bus, CancellationToken cancellationToken)
    {
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, null, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (await bucket.GetAsync(Key, cancellationToken).ConfigureAwait(false) is { Value: { } value })
            {
                return new ClusterToken(Encoding.ASCII.GetString(value.Span));
            }

            byte[] made = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Size)));
            await bucket.TryCreateAsync(Key, made, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a request's Authorization header is right; takes as long for a wrong one.</summary>
    public bool Allows(string? authorization) =>
        authorization is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(authorization), _header);
}
