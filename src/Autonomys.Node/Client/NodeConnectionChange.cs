namespace Autonomys.Node.Client;

/// <summary>A connection to the node was made, was lost, or could not be made.</summary>
/// <param name="Url">The node's address.</param>
/// <param name="IsConnected">Whether there is a connection now.</param>
/// <param name="Reason">Why not.</param>
public sealed record NodeConnectionChange(Uri Url, bool IsConnected, Exception? Reason);
