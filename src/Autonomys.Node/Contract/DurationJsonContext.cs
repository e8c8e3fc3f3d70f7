using System.Text.Json.Serialization;

namespace Autonomys.Node.Contract;

/// <summary>Serializer of the object that stands for a duration.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(DurationJsonConverter.Wire))]
internal sealed partial class DurationJsonContext : JsonSerializerContext;
