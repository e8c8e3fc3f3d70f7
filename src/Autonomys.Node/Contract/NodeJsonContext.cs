using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Node.Contract;

/// <summary>Serializers of everything that crosses the node's RPC: camel case, missing and doubled names are errors.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(FarmerAppInfo))]
[JsonSerializable(typeof(FarmerProtocolInfo))]
[JsonSerializable(typeof(SlotInfo))]
[JsonSerializable(typeof(SolutionResponse))]
[JsonSerializable(typeof(Solution))]
[JsonSerializable(typeof(RewardSigningInfo))]
[JsonSerializable(typeof(RewardSignatureResponse))]
[JsonSerializable(typeof(SegmentHeader))]
[JsonSerializable(typeof(SegmentHeader[]))]
[JsonSerializable(typeof(SegmentIndex[]))]
[JsonSerializable(typeof(Piece))]
[JsonSerializable(typeof(ObjectMappingResponse))]
[JsonSerializable(typeof(Blake3Hash))]
[JsonSerializable(typeof(Blake3Hash[]))]
[JsonSerializable(typeof(Bytes32))]
[JsonSerializable(typeof(ChainHeader))]
[JsonSerializable(typeof(SignedChainBlock))]
[JsonSerializable(typeof(SystemHealth))]
[JsonSerializable(typeof(RpcMethods))]
[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(uint))]
[JsonSerializable(typeof(ulong))]
public sealed partial class NodeJsonContext : JsonSerializerContext;
