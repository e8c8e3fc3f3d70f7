using Autonomys.Cluster.Transfer;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Autonomys.Cluster.PlotServer;

/// <summary>Serves finished sectors to their farms, in ranges, and frees them.</summary>
/// <param name="finished">The sectors.</param>
/// <param name="freed">Told when a farm has its sector.</param>
internal sealed class SectorEndpoints(FinishedSectors finished, Func<string, CancellationToken, Task> freed)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(DataPlane.Sectors, (RequestDelegate)SendAsync);
        routes.MapGet(DataPlane.SectorMetadata, (RequestDelegate)SendMetadataAsync);
        routes.MapDelete(DataPlane.Sectors, (RequestDelegate)FreeAsync);
    }

    private static string Job(HttpContext context) => (string)context.Request.RouteValues["job"]!;

    private async Task SendAsync(HttpContext context)
    {
        RangeHeaderValue? header = context.Request.GetTypedHeaders().Range;
        if (header is not { Ranges.Count: 1 } || header.Ranges.Single() is not { From: { } from, To: { } to }
            || to < from || to - from >= DataPlane.RangeSize)
        {
            await TransferServer.RefuseAsync(
                context, StatusCodes.Status400BadRequest, $"ask for a range of at most {DataPlane.RangeSize} bytes").ConfigureAwait(false);
        }
        else if (finished.Find(Job(context)) is null)
        {
            await TransferServer.RefuseAsync(context, StatusCodes.Status404NotFound, "no such sector here").ConfigureAwait(false);
        }
        else if (finished.Read(Job(context), from, (int)(to - from + 1)) is { } bytes)
        {
            await TransferServer.SendAsync(context, bytes, StatusCodes.Status206PartialContent).ConfigureAwait(false);
        }
        else
        {
            await TransferServer.RefuseAsync(context, StatusCodes.Status416RangeNotSatisfiable, "the sector is shorter").ConfigureAwait(false);
        }
    }

    private async Task SendMetadataAsync(HttpContext context)
    {
        if (finished.ReadMetadata(Job(context)) is { } bytes)
        {
            await TransferServer.SendAsync(context, bytes).ConfigureAwait(false);
        }
        else
        {
            await TransferServer.RefuseAsync(context, StatusCodes.Status404NotFound, "no such sector here").ConfigureAwait(false);
        }
    }

    /// <summary>Also right for a sector that is gone: the farm asks again when it did not hear the first answer.</summary>
    private async Task FreeAsync(HttpContext context)
    {
        await freed(Job(context), context.RequestAborted).ConfigureAwait(false);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
        context.Response.ContentLength = null;
    }
}
