namespace Autonomys.Node.Contract;

/// <summary>The node is still catching up with its network and announces no slots yet.</summary>
public sealed class NodeSyncingException(string message) : NodeException(message);
