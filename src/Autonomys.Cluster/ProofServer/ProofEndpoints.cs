using Autonomys.Cluster.Transfer;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Autonomys.Cluster.ProofServer;

/// <summary>Answers requests for proofs: reward address and <see cref="ProofRequest"/> in, SCALE of the solution out.</summary>
/// <param name="prove">Makes a proof.</param>
/// <param name="maxInWork">More requests than this are refused at once.</param>
internal sealed class ProofEndpoints(Func<ProofRequest, PublicKey, CancellationToken, Task<Solution>> prove, int maxInWork)
{
    /// <summary>Bytes of a request's body.</summary>
    public const int RequestSize = 32 + ProofRequest.Size;

    private int _inWork;
    private long _done;

    public int InWork => Volatile.Read(ref _inWork);

    public long Done => Volatile.Read(ref _done);

    public static byte[] Body(PublicKey rewardAddress, ProofRequest request) => [.. rewardAddress.AsSpan(), .. request.ToBytes()];

    public void Map(IEndpointRouteBuilder routes) => routes.MapPost(DataPlane.Proofs, (RequestDelegate)ProveAsync);

    private async Task ProveAsync(HttpContext context)
    {
        try
        {
            if (Interlocked.Increment(ref _inWork) > maxInWork)
            {
                await TransferServer.RefuseAsync(context, StatusCodes.Status503ServiceUnavailable, "busy with other proofs").ConfigureAwait(false);
                return;
            }

            if (await TransferServer.ReceiveAsync(context).ConfigureAwait(false) is not { } body)
            {
                return;
            }

            if (body.Length != RequestSize || !ProofRequest.TryParse(body.AsSpan(32), out ProofRequest? request))
            {
                await TransferServer.RefuseAsync(
                    context, StatusCodes.Status400BadRequest, "not a request for a proof, or of another release").ConfigureAwait(false);
                return;
            }

            Solution solution = await prove(request!, PublicKey.From(body.AsSpan(0, 32)), context.RequestAborted).ConfigureAwait(false);
            Interlocked.Increment(ref _done);
            await TransferServer.SendAsync(context, Scale.Encode(solution)).ConfigureAwait(false);
        }
        catch (SectorReadException exception)
        {
            await TransferServer.RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, exception.Message).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Another proof-server was faster.
        }
        finally
        {
            Interlocked.Decrement(ref _inWork);
        }
    }
}
