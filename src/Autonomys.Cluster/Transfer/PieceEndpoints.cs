using Autonomys.Primitives.Pieces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Serves whole pieces.</summary>
/// <param name="find">A piece whose checksum holds, or null.</param>
internal sealed class PieceEndpoints(Func<PieceIndex, ValueTask<HashedBytes?>> find)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(DataPlane.Pieces, (RequestDelegate)SendAsync);

    private async Task SendAsync(HttpContext context)
    {
        if (TransferServer.Number(context, "index") is not { } index)
        {
            await TransferServer.RefuseAsync(context, StatusCodes.Status400BadRequest, "no piece index").ConfigureAwait(false);
        }
        else if (await find(new PieceIndex(index)).ConfigureAwait(false) is { } piece)
        {
            await TransferServer.SendAsync(context, piece).ConfigureAwait(false);
        }
        else
        {
            await TransferServer.RefuseAsync(context, StatusCodes.Status404NotFound, $"no piece {index} here").ConfigureAwait(false);
        }
    }
}
