using System.Text.Json.Serialization;

namespace Autonomys.Primitives.Json;

/// <summary>Serializers of the objects whose JSON shape differs from their C# shape.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    AllowDuplicateProperties = false)]
[JsonSerializable(typeof(FarmerProtocolInfoJsonConverter.Wire))]
[JsonSerializable(typeof(SegmentHeaderJsonConverter.Versioned))]
internal sealed partial class PrimitivesJsonContext : JsonSerializerContext;
