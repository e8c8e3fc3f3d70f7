using System.Text.Json;

namespace Autonomys.Node.Client;

/// <summary>Sends one request over some transport and gives its result; throws <see cref="Contract.NodeException"/>.</summary>
internal delegate Task<JsonElement> RpcCall(string method, IReadOnlyList<object?> arguments, CancellationToken cancellationToken);
