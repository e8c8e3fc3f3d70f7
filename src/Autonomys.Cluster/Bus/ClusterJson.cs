using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Tools;

namespace Autonomys.Cluster.Bus;

/// <summary>
/// Serializers of all that crosses the bus: camel case; unknown names are passed over, for mixed versions. What a message's constructor
/// takes must be there, unless it has a default: a message without it is none, and must not reach code that relies on it.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SlotNotification))]
[JsonSerializable(typeof(RewardSigningNotification))]
[JsonSerializable(typeof(SegmentNotification))]
[JsonSerializable(typeof(ChainRequest))]
[JsonSerializable(typeof(ChainResponse))]
[JsonSerializable(typeof(SolutionRequest))]
[JsonSerializable(typeof(RewardSignatureRequest))]
[JsonSerializable(typeof(NodeVerdict))]
[JsonSerializable(typeof(SegmentHeadersRequest))]
[JsonSerializable(typeof(SegmentHeadersResponse))]
[JsonSerializable(typeof(MemberInfo))]
[JsonSerializable(typeof(PlotJob))]
[JsonSerializable(typeof(PlotJobState))]
[JsonSerializable(typeof(ReinitializeCachesNotification))]
[JsonSerializable(typeof(CachePlacement))]
[JsonSerializable(typeof(ClusterSnapshot))]
[JsonSerializable(typeof(CacheBenchmarkResult))]
public sealed partial class ClusterJson : JsonSerializerContext
{
    public static byte[] Encode<T>(T message)
        where T : ClusterMessage => JsonSerializer.SerializeToUtf8Bytes(message, typeof(T), Default);

    /// <summary>Whether these bytes are a message of a version that is not understood here yet.</summary>
    public static bool IsNewer(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Utf8JsonReader reader = new(bytes);
            return JsonElement.TryParseValue(ref reader, out JsonElement? message)
                && message.Value.ValueKind == JsonValueKind.Object
                && message.Value.TryGetProperty("v", out JsonElement version)
                && version.ValueKind == JsonValueKind.Number
                && version.TryGetInt32(out int number)
                && number > ClusterMessage.CurrentVersion;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads a message; null when it is not one, or of a newer version than is understood here.</summary>
    public static T? TryDecode<T>(ReadOnlySpan<byte> bytes, out string? why)
        where T : ClusterMessage
    {
        try
        {
            T? message = (T?)JsonSerializer.Deserialize(bytes, typeof(T), Default);
            why = message is null ? "it is null"
                : message.V > ClusterMessage.CurrentVersion ? $"it has version {message.V}, this program knows {ClusterMessage.CurrentVersion}"
                : null;
            return why is null ? message : null;
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or FormatException or ArgumentException)
        {
            why = IsNewer(bytes) ? $"it is of a newer version than {ClusterMessage.CurrentVersion}, which this program knows: {exception.Message}" : exception.Message;
            return null;
        }
    }
}
