namespace Autonomys.Node.Contract;

/// <summary>The node answered with a JSON-RPC error.</summary>
public sealed class NodeErrorException(string method, int code, string nodeMessage) : NodeException(Describe(method, code, nodeMessage))
{
    /// <summary>The JSON-RPC method.</summary>
    public string Method { get; } = method;

    /// <summary>The JSON-RPC error code; <see cref="NodeRpc.ErrorCode"/> from the subspace_ methods themselves.</summary>
    public int Code { get; } = code;

    /// <summary>The node's own words.</summary>
    public string NodeMessage { get; } = nodeMessage;

    private static string Describe(string method, int code, string nodeMessage) => code switch
    {
        NodeRpc.MethodNotFoundCode => $"The node does not know {method} ({nodeMessage}). Is it an Autonomys node, and does it run with --rpc-methods unsafe?",
        _ => $"The node refused {method}: {nodeMessage} (code {code}).",
    };
}
