using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.Node.Contract;

namespace Autonomys.Node.Client;

/// <summary>Reads what a node answered.</summary>
internal static class NodeJson
{
    /// <exception cref="NodeProtocolException">Not what the method answers.</exception>
    public static T Read<T>(Uri url, string method, JsonElement result, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return result.Deserialize(type)
                ?? throw new NodeProtocolException($"The node at {url} answered {method} with null.");
        }
        catch (JsonException exception)
        {
            throw new NodeProtocolException(
                $"The node at {url} answered {method} with something unexpected ({exception.Message}). Is it an Autonomys node?", exception);
        }
    }
}
