using System.Collections.Frozen;
using System.Text.Json;

namespace Autonomys.DevChain.Rpc;

/// <summary>Every method and subscription of the node, by name.</summary>
internal sealed class RpcRegistry
{
    private readonly FrozenDictionary<string, RpcMethod> _methods;
    private readonly FrozenDictionary<string, RpcStream> _subscribes;
    private readonly FrozenDictionary<string, RpcStream> _unsubscribes;

    /// <summary>Takes the methods and adds <c>rpc_methods</c>, which lists them all.</summary>
    public RpcRegistry(IEnumerable<RpcMethod> methods, IEnumerable<RpcStream> subscriptions)
    {
        RpcStream[] allSubscriptions = [.. subscriptions];
        RpcMethod[] allMethods = [.. methods, new RpcMethod("rpc_methods", false, WriteNames)];
        _methods = allMethods.ToFrozenDictionary(method => method.Name, StringComparer.Ordinal);
        _subscribes = allSubscriptions.ToFrozenDictionary(subscription => subscription.Names.Subscribe, StringComparer.Ordinal);
        _unsubscribes = allSubscriptions.ToFrozenDictionary(subscription => subscription.Names.Unsubscribe, StringComparer.Ordinal);
        Names = [.. _methods.Keys.Concat(_subscribes.Keys).Concat(_unsubscribes.Keys).Order(StringComparer.Ordinal)];
    }

    /// <summary>All names that can be called, sorted.</summary>
    public IReadOnlyList<string> Names { get; }

    public RpcMethod? Method(string name) => _methods.GetValueOrDefault(name);

    public RpcStream? SubscribedBy(string name) => _subscribes.GetValueOrDefault(name);

    public RpcStream? UnsubscribedBy(string name) => _unsubscribes.GetValueOrDefault(name);

    private ValueTask WriteNames(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        result.WriteStartObject();
        result.WriteStartArray("methods");
        foreach (string name in Names)
        {
            result.WriteStringValue(name);
        }

        result.WriteEndArray();
        result.WriteEndObject();
        return ValueTask.CompletedTask;
    }
}
