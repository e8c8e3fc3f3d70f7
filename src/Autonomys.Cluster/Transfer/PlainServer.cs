using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Autonomys.Cluster.Transfer;

/// <summary>One page over HTTP, for everybody.</summary>
internal static class PlainServer
{
    /// <exception cref="IOException">The port is in use, or the address is not this machine's; names the option.</exception>
    public static async Task<WebApplication> StartAsync(IPEndPoint listenOn, string option, RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(listenOn);
            kestrel.AddServerHeader = false;
        });
        WebApplication application = builder.Build();
        application.Run(answer);
        try
        {
            await application.StartAsync().ConfigureAwait(false);
            return application;
        }
        catch (Exception exception) when (exception is IOException or SocketException)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            throw new IOException($"{option} {listenOn} cannot be listened on: {exception.Message}", exception);
        }
    }
}
