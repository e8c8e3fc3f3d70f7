using Autonomys.Cryptography.Signatures;
using Autonomys.DevChain.Slots;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Authoring;

/// <summary>Asks the farms to sign a hash and takes the first valid signature that comes in time.</summary>
/// <remarks>
/// All subscribers see every request. Each may answer once, with a signature or without one; when all have answered, or the time is over,
/// there is none. An answer to another hash than the one asked for last is ignored.
/// </remarks>
internal sealed class RewardSigner(TimeSpan timeout, TimeProvider time)
{
    private readonly Lock _lock = new();
    private Request? _request;

    /// <summary>The requests, for subscribers.</summary>
    public Broadcast<RewardSigningInfo> Requests { get; } = new(NodeJsonContext.Default.RewardSigningInfo);

    /// <summary>Asks for a signature; null when no valid one came in time.</summary>
    /// <param name="hash">The 32 bytes to sign in the context of rewards.</param>
    /// <param name="publicKey">Whose signature.</param>
    /// <param name="onInvalid">Called for each signature that does not verify.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RewardSignature?> SignAsync(Bytes32 hash, PublicKey publicKey, Action onInvalid, CancellationToken cancellationToken)
    {
        Request request = new(hash, publicKey, onInvalid, Requests.Count);
        lock (_lock)
        {
            _request = request;
        }

        if (request.AnswersLeft == 0)
        {
            return null;
        }

        Requests.Publish(new RewardSigningInfo(hash, publicKey));
        try
        {
            return await request.Result.Task.WaitAsync(timeout, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
        finally
        {
            lock (_lock)
            {
                _request = null;
            }
        }
    }

    /// <summary>Takes an answer.</summary>
    public void Submit(RewardSignatureResponse response)
    {
        Request? request;
        lock (_lock)
        {
            request = _request;
            if (request is null || request.Hash != response.Hash || request.AnswersLeft == 0)
            {
                return;
            }

            request.AnswersLeft--;
        }

        if (response.Signature is { } signature)
        {
            if (Sr25519KeyPair.Verify(request.PublicKey, RewardSigning.Context, request.Hash.AsSpan(), signature.AsSpan()))
            {
                request.Result.TrySetResult(signature);
                return;
            }

            request.OnInvalid();
        }

        if (request.AnswersLeft == 0)
        {
            request.Result.TrySetResult(null);
        }
    }

    private sealed class Request(Bytes32 hash, PublicKey publicKey, Action onInvalid, int answers)
    {
        public Bytes32 Hash { get; } = hash;

        public PublicKey PublicKey { get; } = publicKey;

        public Action OnInvalid { get; } = onInvalid;

        public int AnswersLeft { get; set; } = answers;

        public TaskCompletionSource<RewardSignature?> Result { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
