namespace Autonomys.Node.Contract;

/// <summary>The answer to rpc_methods: names of all methods.</summary>
public sealed record RpcMethods(IReadOnlyList<string> Methods);
