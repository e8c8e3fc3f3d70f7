namespace Autonomys.Node.Contract;

/// <summary>The node cannot be reached, or the connection broke before it answered. Trying again later may help.</summary>
public sealed class NodeUnavailableException(string message, Exception? innerException = null) : NodeException(message, innerException);
