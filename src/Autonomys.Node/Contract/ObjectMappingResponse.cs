using System.Text.Json.Serialization;

namespace Autonomys.Node.Contract;

/// <summary>Objects of one archived block; a block's objects may come in several responses.</summary>
public sealed record ObjectMappingResponse(uint BlockNumber, [property: JsonPropertyName("v0")] GlobalObjects Objects);
