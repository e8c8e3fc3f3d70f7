using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Node.Client;

/// <summary>Waiting for a node that can be farmed with.</summary>
public static class NodeStartup
{
    /// <exception cref="OtherChainException">The node is on another chain than <paramref name="expectedGenesisHash"/>.</exception>
    public static void RequireChain(FarmerAppInfo info, Bytes32 expectedGenesisHash)
    {
        if (info.GenesisHash != expectedGenesisHash)
        {
            throw new OtherChainException(expectedGenesisHash, info.GenesisHash);
        }
    }

    /// <exception cref="NodeSyncingException">The node is still catching up.</exception>
    public static void RequireSynced(FarmerAppInfo info)
    {
        if (info.Syncing)
        {
            throw new NodeSyncingException("The node is still syncing: it announces no slots until it has caught up with its network.");
        }
    }

    /// <summary>Asks until the node answers and is synced.</summary>
    /// <param name="client">The node.</param>
    /// <param name="expectedGenesisHash">When set, the chain that it must be on.</param>
    /// <param name="onWait">Told, before each pause, what is being waited for.</param>
    /// <param name="pause">Time between attempts.</param>
    /// <param name="timeProvider">Clock of the pauses.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="OtherChainException">The node is on another chain, so that waiting does not help.</exception>
    /// <exception cref="NodeErrorException">The node does not know the method: it is no Autonomys node.</exception>
    public static async Task<FarmerAppInfo> WaitUntilReadyAsync(
        INodeClient client,
        Bytes32? expectedGenesisHash,
        Action<NodeException> onWait,
        TimeSpan pause,
        TimeProvider timeProvider,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                FarmerAppInfo info = await client.GetFarmerAppInfoAsync(cancellationToken).ConfigureAwait(false);
                if (expectedGenesisHash is { } expected)
                {
                    RequireChain(info, expected);
                }

                RequireSynced(info);
                return info;
            }
            catch (NodeException exception) when (
                exception is not OtherChainException and not NodeErrorException { Code: NodeRpc.MethodNotFoundCode })
            {
                // Refusals too: a node answers with errors while its database is not ready.
                onWait(exception);
            }

            await Task.Delay(pause, timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }
}
