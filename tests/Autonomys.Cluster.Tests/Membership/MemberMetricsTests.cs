using System.Net;
using Autonomys.Cluster.Membership;
using Autonomys.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Autonomys.Cluster.Tests.Membership;

public sealed class MemberMetricsTests
{
    private static readonly MemberInfo Client = ClusterContext.Self("abc", MemberRole.PlotClient, null) with
    {
        LastSlot = 77,
        SolutionsAccepted = 3,
        Farms = [new FarmStatus("farm 0", "/mnt/a", "00", 5, 8), new FarmStatus("farm 1", "/mnt/b", "01", 8, 8)],
    };

    [Fact]
    public async Task Prometheus_reads_what_components_tell()
    {
        await using MemberMetrics metrics = new();
        IPEndPoint listenOn = new(IPAddress.Loopback, NatsServer.FreePort());
        await metrics.ServeAsync(listenOn);
        metrics.Set(Client);
        using HttpClient http = new();
        string text = await http.GetStringAsync(new Uri($"http://{listenOn}/metrics"));
        Assert.Contains("autonomys_last_slot{role=\"PlotClient\",id=\"abc\"} 77\n", text, StringComparison.Ordinal);
        Assert.Contains("autonomys_solutions_accepted{role=\"PlotClient\",id=\"abc\"} 3\n", text, StringComparison.Ordinal);
        Assert.Contains("autonomys_sectors_plotted{role=\"PlotClient\",id=\"abc\"} 13\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("autonomys_proofs_done", text, StringComparison.Ordinal);

        await using MemberMetrics second = new();
        IOException taken = await Assert.ThrowsAsync<IOException>(() => second.ServeAsync(listenOn));
        Assert.Contains($"--prometheus-listen-on {listenOn}", taken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_gets_the_same_under_the_job_and_the_label()
    {
        TaskCompletionSource<(string Path, string Body)> pushed = new();
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        await using WebApplication gateway = builder.Build();
        gateway.Run(async http =>
        {
            using StreamReader reader = new(http.Request.Body);
            pushed.TrySetResult((http.Request.Path, await reader.ReadToEndAsync()));
            http.Response.StatusCode = StatusCodes.Status200OK;
        });
        await gateway.StartAsync();
        await using MemberMetrics metrics = new();
        metrics.Set(Client);
        metrics.Push(new Uri(gateway.Urls.Single()), TimeSpan.FromSeconds(1), "plot-client", "box-6", exception => pushed.TrySetException(exception));
        (string path, string body) = await pushed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal("/metrics/job/plot-client/instance/box-6", path);
        Assert.Contains("autonomys_last_slot{role=\"PlotClient\",id=\"abc\"} 77\n", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_that_is_gone_is_told()
    {
        TaskCompletionSource<Exception> failed = new();
        await using MemberMetrics metrics = new();
        metrics.Push(
            new Uri($"http://127.0.0.1:{NatsServer.FreePort()}"), TimeSpan.FromSeconds(1), "proof-server", null, exception => failed.TrySetResult(exception));
        Assert.NotNull(await failed.Task.WaitAsync(TimeSpan.FromSeconds(30)));
    }
}
