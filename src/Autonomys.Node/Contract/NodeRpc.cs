namespace Autonomys.Node.Contract;

/// <summary>Names and limits of the node's RPC (protocol.md 4.3).</summary>
public static class NodeRpc
{
    /// <summary>Code of every error that the subspace_ methods answer with.</summary>
    public const int ErrorCode = 9001;

    /// <summary>Code of the JSON-RPC error of a method that the node does not know or does not open.</summary>
    public const int MethodNotFoundCode = -32601;

    /// <summary>Most segment headers in one request.</summary>
    public const int MaxSegmentHeadersPerRequest = 1000;

    /// <summary>Most hashes in one subscription to filtered object mappings.</summary>
    public const int MaxObjectHashesPerRequest = 1000;

    public const string GetFarmerAppInfo = "subspace_getFarmerAppInfo";
    public const string SubmitSolutionResponse = "subspace_submitSolutionResponse";
    public const string SubmitRewardSignature = "subspace_submitRewardSignature";
    public const string AcknowledgeArchivedSegmentHeader = "subspace_acknowledgeArchivedSegmentHeader";
    public const string SegmentHeaders = "subspace_segmentHeaders";
    public const string LastSegmentHeaders = "subspace_lastSegmentHeaders";
    public const string Piece = "subspace_piece";

    public const string ChainGetBlockHash = "chain_getBlockHash";
    public const string ChainGetBlock = "chain_getBlock";
    public const string ChainGetHeader = "chain_getHeader";
    public const string ChainGetFinalizedHead = "chain_getFinalizedHead";
    public const string SystemChain = "system_chain";
    public const string SystemHealth = "system_health";
    public const string Methods = "rpc_methods";

    public static readonly RpcSubscription SlotInfo =
        new("subspace_subscribeSlotInfo", "subspace_slot_info", "subspace_unsubscribeSlotInfo");

    public static readonly RpcSubscription RewardSigning =
        new("subspace_subscribeRewardSigning", "subspace_reward_signing", "subspace_unsubscribeRewardSigning");

    public static readonly RpcSubscription ArchivedSegmentHeader = new(
        "subspace_subscribeArchivedSegmentHeader", "subspace_archived_segment_header", "subspace_unsubscribeArchivedSegmentHeader");

    public static readonly RpcSubscription ObjectMappings =
        new("subspace_subscribeObjectMappings", "subspace_object_mappings", "subspace_unsubscribeObjectMappings");

    public static readonly RpcSubscription FilteredObjectMappings = new(
        "subspace_subscribeFilteredObjectMappings", "subspace_filtered_object_mappings", "subspace_unsubscribeFilteredObjectMappings");
}
