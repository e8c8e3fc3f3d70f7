namespace Autonomys.Node.Contract;

/// <summary>The node answered something that its RPC does not define. Is the address that of an Autonomys node?</summary>
public sealed class NodeProtocolException(string message, Exception? innerException = null) : NodeException(message, innerException);
