namespace Autonomys.Node.Client;

/// <summary>Carries the reason through the JSON-RPC library; callers see a <see cref="Contract.NodeProtocolException"/>.</summary>
internal sealed class MessageTooLargeException(string message) : Exception(message);
