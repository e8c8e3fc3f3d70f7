using Autonomys.Primitives.Bytes;

namespace Autonomys.Node.Contract;

/// <summary>The node's standard chain and system methods, for reading blocks. Every call may throw <see cref="NodeException"/>.</summary>
public interface IChainClient
{
    /// <summary>Hash of the canonical block with this number; null when there is none.</summary>
    Task<Bytes32?> GetBlockHashAsync(uint blockNumber, CancellationToken cancellationToken);

    /// <summary>A block; null when the node does not have it.</summary>
    Task<SignedChainBlock?> GetBlockAsync(Bytes32 blockHash, CancellationToken cancellationToken);

    /// <summary>A header, of the best block when <paramref name="blockHash"/> is null; null when the node does not have it.</summary>
    Task<ChainHeader?> GetHeaderAsync(Bytes32? blockHash, CancellationToken cancellationToken);

    Task<Bytes32> GetFinalizedHeadAsync(CancellationToken cancellationToken);

    /// <summary>Name of the chain.</summary>
    Task<string> GetChainAsync(CancellationToken cancellationToken);

    Task<SystemHealth> GetHealthAsync(CancellationToken cancellationToken);

    Task<RpcMethods> GetMethodsAsync(CancellationToken cancellationToken);
}
