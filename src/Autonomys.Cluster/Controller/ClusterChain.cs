using System.Text;
using Autonomys.Messaging;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Cluster.Controller;

/// <summary>Which chain the cluster farms: that of the first node it ever saw.</summary>
internal static class ClusterChain
{
    private const string Bucket = "cluster";
    private const string Key = "genesis-hash";

    public static async Task<Bytes32?> FindAsync(IClusterBus bus, CancellationToken cancellationToken)
    {
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, null, cancellationToken).ConfigureAwait(false);
        return await bucket.GetAsync(Key, cancellationToken).ConfigureAwait(false) is { Value: { } value }
            ? Bytes32.From(Convert.FromHexString(Encoding.ASCII.GetString(value.Span)))
            : null;
    }

    /// <exception cref="OtherChainException">The cluster farms another chain.</exception>
    public static async Task RequireAsync(IClusterBus bus, Bytes32 genesisHash, CancellationToken cancellationToken)
    {
        IKeyValueBucket bucket = await bus.OpenBucketAsync(Bucket, null, cancellationToken).ConfigureAwait(false);
        byte[] value = Encoding.ASCII.GetBytes(genesisHash.ToString());
        if (await bucket.TryCreateAsync(Key, value, cancellationToken).ConfigureAwait(false) is null
            && await FindAsync(bus, cancellationToken).ConfigureAwait(false) is { } known
            && known != genesisHash)
        {
            throw new OtherChainException(known, genesisHash);
        }
    }
}
