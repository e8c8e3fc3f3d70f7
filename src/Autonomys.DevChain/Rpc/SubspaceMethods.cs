using System.Text.Json;
using Autonomys.DevChain.Archiving;
using Autonomys.DevChain.Authoring;
using Autonomys.DevChain.Slots;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Rpc;

/// <summary>The methods and subscriptions that farmers use (protocol.md 4.3).</summary>
internal sealed class SubspaceMethods(
    ChainSpec spec,
    Func<ChainState> best,
    SegmentHeaderStore headers,
    SegmentPieceStore pieces,
    SolutionInbox inbox,
    RewardSigner signer,
    SegmentAnnouncer announcer,
    Broadcast<SlotInfo> slots)
{
    public IEnumerable<RpcMethod> Methods =>
    [
        new(NodeRpc.GetFarmerAppInfo, false, FarmerAppInfo),
        new(NodeRpc.SubmitSolutionResponse, true, SubmitSolution),
        new(NodeRpc.SubmitRewardSignature, true, SubmitSignature),
        new(NodeRpc.AcknowledgeArchivedSegmentHeader, true, Acknowledge),
        new(NodeRpc.SegmentHeaders, false, SegmentHeaders),
        new(NodeRpc.LastSegmentHeaders, false, LastSegmentHeaders),
        new(NodeRpc.Piece, true, PieceOf),
    ];

    public IEnumerable<RpcStream> Streams =>
    [
        new(NodeRpc.SlotInfo, false, (_, sink, _) => slots.Subscribe(sink)),
        new(NodeRpc.RewardSigning, true, (_, sink, _) => signer.Requests.Subscribe(sink)),
        new(NodeRpc.ArchivedSegmentHeader, false, (_, sink, unsafeAllowed) => announcer.Subscribe(sink, unsafeAllowed)),
        new(NodeRpc.ObjectMappings, true, (_, _, _) => NoObjects.Instance),
        new(NodeRpc.FilteredObjectMappings, true, SubscribeFilteredObjects),
    ];

    private ValueTask FarmerAppInfo(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        HistorySize historySize = new((ulong)Math.Max(1, headers.Count));
        FarmerAppInfo info = new(
            best().GenesisHash, [], false, new TimeSpan((long)(spec.SlotDurationTicks * spec.BlockAuthoringDelaySlots)), spec.ProtocolInfo(historySize));
        JsonSerializer.Serialize(result, info, NodeJsonContext.Default.FarmerAppInfo);
        return ValueTask.CompletedTask;
    }

    private ValueTask SubmitSolution(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        SolutionResponse response = parameters.Required(
            0, "solution_response", static value => value.Deserialize(NodeJsonContext.Default.SolutionResponse));
        if (!inbox.TrySubmit(response.SlotNumber, response.Solution))
        {
            throw RpcErrorException.Subspace("Solution was ignored");
        }

        result.WriteNullValue();
        return ValueTask.CompletedTask;
    }

    private ValueTask SubmitSignature(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        signer.Submit(parameters.Required(
            0, "reward_signature", static value => value.Deserialize(NodeJsonContext.Default.RewardSignatureResponse)));
        result.WriteNullValue();
        return ValueTask.CompletedTask;
    }

    private ValueTask Acknowledge(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        announcer.Acknowledge(new SegmentIndex(parameters.UInt64(0, "segment_index")));
        result.WriteNullValue();
        return ValueTask.CompletedTask;
    }

    private ValueTask SegmentHeaders(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        ulong[] indexes = parameters.Required(
            0, "segment_indexes", static value => value.EnumerateArray().Select(index => index.GetUInt64()).ToArray());
        if (indexes.Length > NodeRpc.MaxSegmentHeadersPerRequest)
        {
            throw RpcErrorException.Subspace($"segment_indexes length exceed the limit {NodeRpc.MaxSegmentHeadersPerRequest}");
        }

        WriteHeaders(result, indexes.Select(headers.Get));
        return ValueTask.CompletedTask;
    }

    private ValueTask LastSegmentHeaders(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        uint limit = parameters.UInt32(0, "limit");
        if (limit > NodeRpc.MaxSegmentHeadersPerRequest)
        {
            // The space at the end is the reference's own.
            throw RpcErrorException.Subspace($"Request limit ({limit}) exceed the server limit: {NodeRpc.MaxSegmentHeadersPerRequest} ");
        }

        WriteHeaders(result, headers.Newest(limit));
        return ValueTask.CompletedTask;
    }

    private ValueTask PieceOf(RpcParameters parameters, Utf8JsonWriter result, CancellationToken cancellationToken)
    {
        if (pieces.Read(new PieceIndex(parameters.UInt64(0, "piece_index"))) is { } piece)
        {
            JsonSerializer.Serialize(result, piece, NodeJsonContext.Default.Piece);
        }
        else
        {
            result.WriteNullValue();
        }

        return ValueTask.CompletedTask;
    }

    private static IDisposable SubscribeFilteredObjects(RpcParameters parameters, IRpcSubscriptionSink sink, bool unsafeAllowed)
    {
        int count = parameters.Required(0, "hashes", static value => value.Deserialize(NodeJsonContext.Default.Blake3HashArray)).Length;
        return count <= NodeRpc.MaxObjectHashesPerRequest
            ? NoObjects.Instance
            : throw RpcErrorException.Subspace(
                $"Request hash count ({count}) exceed the server limit: {NodeRpc.MaxObjectHashesPerRequest} ");
    }

    private static void WriteHeaders(Utf8JsonWriter result, IEnumerable<SegmentHeader?> headers)
    {
        result.WriteStartArray();
        foreach (SegmentHeader? header in headers)
        {
            if (header is null)
            {
                result.WriteNullValue();
            }
            else
            {
                JsonSerializer.Serialize(result, header, NodeJsonContext.Default.SegmentHeader);
            }
        }

        result.WriteEndArray();
    }

    /// <summary>Blocks of this chain have no object mappings, as those of a node that is not asked to make them.</summary>
    private sealed class NoObjects : IDisposable
    {
        public static readonly NoObjects Instance = new();

        public void Dispose()
        {
        }
    }
}
