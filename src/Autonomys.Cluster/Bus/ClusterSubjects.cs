namespace Autonomys.Cluster.Bus;

/// <summary>Subjects of the bus, without the cluster's prefix.</summary>
public static class ClusterSubjects
{
    public const string Slot = "slot";
    public const string RewardSigning = "reward-signing";
    public const string Segment = "segment";

    /// <summary>Any controller answers.</summary>
    public const string Chain = "controller.chain";

    /// <summary>Any controller answers.</summary>
    public const string SegmentHeaders = "controller.segment-headers";

    /// <summary>Asks every cache to drop what it holds and fetch it anew.</summary>
    public const string ReinitializeCaches = "cache.reinitialize";

    public static string Solution(string controller) => $"controller.{controller}.solution";

    public static string RewardSignature(string controller) => $"controller.{controller}.reward-signature";
}
