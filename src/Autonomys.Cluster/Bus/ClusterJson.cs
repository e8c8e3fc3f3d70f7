using System.Text.Json;
using System.Text.Json.Serialization;
using Autonomys.Cluster.Membership;
using Autonomys.Cluster.Placement;
using Autonomys.Cluster.PlotServer;
using Autonomys.Cluster.Tools;

namespace Autonomys.Cluster.Bus;

/// <summary>Serializers of all that crosses the bus: camel case; unknown names are passed over, for mixed versions.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = false)]
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
            why = exception.Message;
            return null;
        }
    }
}
