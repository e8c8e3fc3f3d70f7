using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autonomys.Cluster.Events;

/// <summary>The JSON form of events: one object a line, `event` names the type.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(FarmerEvent))]
public sealed partial class FarmerEventJson : JsonSerializerContext
{
    public static string Line(FarmerEvent farmerEvent) => JsonSerializer.Serialize(farmerEvent, Default.FarmerEvent);
}
