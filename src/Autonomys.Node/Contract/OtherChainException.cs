using Autonomys.Primitives.Bytes;

namespace Autonomys.Node.Contract;

/// <summary>The node is on another chain than the farm.</summary>
public sealed class OtherChainException(Bytes32 expectedGenesisHash, Bytes32 actualGenesisHash)
    : NodeException(
        $"The node's chain has genesis hash {actualGenesisHash}, but {expectedGenesisHash} is expected. "
        + "Use a node of that chain, or another farm directory.")
{
    public Bytes32 ExpectedGenesisHash { get; } = expectedGenesisHash;

    public Bytes32 ActualGenesisHash { get; } = actualGenesisHash;
}
