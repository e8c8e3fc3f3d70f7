using System.Text.Json.Serialization;

namespace Autonomys.DevChain.Rpc;

/// <summary>Source-generated JSON of the plain values in envelopes.</summary>
[JsonSerializable(typeof(string))]
internal sealed partial class RpcJson : JsonSerializerContext;
