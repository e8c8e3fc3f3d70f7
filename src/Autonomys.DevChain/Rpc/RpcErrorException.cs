namespace Autonomys.DevChain.Rpc;

/// <summary>A call that ends with a JSON-RPC error object: a code, its message and, where it helps, what was wrong.</summary>
internal sealed class RpcErrorException(int code, string message, string? details = null) : Exception(message)
{
    public const int ParseErrorCode = -32700;
    public const int InvalidRequestCode = -32600;
    public const int MethodNotFoundCode = -32601;
    public const int InvalidParamsCode = -32602;
    public const int InternalErrorCode = -32603;
    public const int TooManySubscriptionsCode = -32006;
    public const int OversizedRequestCode = -32007;
    public const int OversizedResponseCode = -32008;
    public const int TooBigBatchCode = -32010;

    /// <summary>Every failure of a <c>subspace_*</c> handler of the reference node has this one code.</summary>
    public const int SubspaceCode = 9001;

    public int Code { get; } = code;

    /// <summary>Goes into the error object's <c>data</c>.</summary>
    public string? Details { get; } = details;

    public static RpcErrorException Parse() => new(ParseErrorCode, "Parse error");

    public static RpcErrorException InvalidRequest() => new(InvalidRequestCode, "Invalid request");

    public static RpcErrorException MethodNotFound() => new(MethodNotFoundCode, "Method not found");

    public static RpcErrorException InvalidParams(string details) => new(InvalidParamsCode, "Invalid params", details);

    public static RpcErrorException Internal() => new(InternalErrorCode, "Internal error");

    /// <summary>The answer of a node whose unsafe methods are closed: the code of a missing method, with its own sentence.</summary>
    public static RpcErrorException UnsafeCall() => new(MethodNotFoundCode, "RPC call is unsafe to be called externally");

    public static RpcErrorException Subspace(string message) => new(SubspaceCode, message);

    public static RpcErrorException OversizedRequest(int limitBytes) => new(OversizedRequestCode, "Request is too big", $"Exceeded max limit of {limitBytes}");

    public static RpcErrorException OversizedResponse(int limitBytes) => new(OversizedResponseCode, "Response is too big", $"Exceeded max limit of {limitBytes}");

    public static RpcErrorException TooBigBatch(int limit) => new(TooBigBatchCode, "The batch request was too large", $"Exceeded max limit of {limit}");

    public static RpcErrorException TooManySubscriptions(int limit) =>
        new(TooManySubscriptionsCode, "Too many subscriptions on the connection", $"Exceeded max limit of {limit}");
}
