using System.Globalization;
using Autonomys.Primitives.Pieces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Autonomys.Cluster.Transfer;

/// <summary>Serves fragments of pieces.</summary>
/// <param name="find">A fragment of a piece, given the numbers of data and parity fragments; null when it is not here.</param>
internal sealed class FragmentEndpoints(Func<PieceIndex, int, int, int, ValueTask<HashedBytes?>> find)
{
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet(DataPlane.Fragments, (RequestDelegate)SendAsync);

    private static int? Query(HttpContext context, string name) =>
        int.TryParse(context.Request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : null;

    private async Task SendAsync(HttpContext context)
    {
        if (TransferServer.Number(context, "piece") is not { } piece
            || TransferServer.Number(context, "fragment") is not (<= 255 and { } fragment)
            || Query(context, "data") is not { } data
            || Query(context, "parity") is not { } parity
            || data < 1 || parity < 0 || data + parity > 256 || (int)fragment >= data + parity)
        {
            await TransferServer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, "ask for /v1/fragments/PIECE/FRAGMENT?data=K&parity=M").ConfigureAwait(false);
        }
        else if (await find(new PieceIndex(piece), (int)fragment, data, parity).ConfigureAwait(false) is { } bytes)
        {
            await TransferServer.SendAsync(context, bytes).ConfigureAwait(false);
        }
        else
        {
            await TransferServer.RefuseAsync(context, StatusCodes.Status404NotFound, $"no fragment {fragment} of piece {piece} here").ConfigureAwait(false);
        }
    }
}
