using System.Globalization;
using System.Threading.Channels;
using Autonomys.Cluster.Events;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Autonomys.Cli.Output;

/// <summary>A display that redraws in place, a few times a second.</summary>
internal sealed class LiveReporter : IEventReporter
{
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(250);

    // Unbounded, since nobody who reports may wait for a terminal; events are few and small.
    private readonly Channel<FarmerEvent> _events = Channel.CreateUnbounded<FarmerEvent>(new() { SingleReader = true });
    private readonly LiveState _state = new();
    private readonly string _title;
    private readonly DateTimeOffset _started = DateTimeOffset.UtcNow;
    private readonly Task _drawing;

    public LiveReporter(IAnsiConsole console, string title)
    {
        _title = title;
        _drawing = DrawAsync(console);
    }

    public void Report(FarmerEvent farmerEvent) => _events.Writer.TryWrite(farmerEvent);

    public async ValueTask DisposeAsync()
    {
        _events.Writer.TryComplete();
        await _drawing.ConfigureAwait(false);
    }

    private Task DrawAsync(IAnsiConsole console) => Task.Run(() => console.Live(Render()).StartAsync(async live =>
    {
        while (true)
        {
            while (_events.Reader.TryRead(out FarmerEvent? farmerEvent))
            {
                _state.Fold(farmerEvent);
            }

            live.UpdateTarget(Render());
            live.Refresh();
            if (_events.Reader.Completion.IsCompleted)
            {
                return;
            }

            await Task.Delay(RedrawInterval).ConfigureAwait(false);
        }
    }));

    private Rows Render()
    {
        TimeSpan up = DateTimeOffset.UtcNow - _started;
        Grid head = new Grid().AddColumn().AddColumn();
        head.AddRow(new Markup("[grey]node[/]"), new Text(_state.Node));
        head.AddRow(new Markup("[grey]doing[/]"), new Text(Activity()));
        head.AddRow(
            new Markup("[grey]chain[/]"),
            new Text(string.Create(CultureInfo.InvariantCulture, $"slot {_state.Slot} · {_state.Blocks} blocks · {_state.Votes} votes")));
        head.AddRow(
            new Markup("[grey]solutions[/]"),
            new Text(string.Create(
                CultureInfo.InvariantCulture, $"{_state.Accepted} accepted · {_state.Missed} missed · {_state.Signed} rewards signed")));

        Table farms = new Table().Border(TableBorder.Simple).AddColumns("farm", "sectors", "last sector", "audit", "state");
        foreach ((string name, LiveState.FarmRow row) in _state.Farms)
        {
            farms.AddRow(
                new Text($"{name} {row.Directory}"),
                new Text($"{row.Plotted}/{row.Total}"),
                new Text(row.LastSectorSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s") : "–"),
                new Text(row.AuditMilliseconds is { } ms ? string.Create(CultureInfo.InvariantCulture, $"{ms:F2} ms") : "–"),
                new Text(row.State));
        }

        List<IRenderable> rows = [new Rule($"[bold]{Markup.Escape(_title)}[/] · {up:hh\\:mm\\:ss} · Ctrl-C stops").LeftJustified(), head];
        if (_state.Farms.Count > 0)
        {
            rows.Add(farms);
        }

        rows.AddRange(_state.Recent.Select(line => new Text(line, new Style(Color.Grey))));
        return new Rows(rows);
    }

    private string Activity()
    {
        const int Width = 24;
        if (_state.Share is not { } share)
        {
            return _state.Activity;
        }

        int done = (int)Math.Round(Width * Math.Clamp(share, 0, 1));
        return string.Create(
            CultureInfo.InvariantCulture, $"{_state.Activity} {new string('━', done)}{new string('─', Width - done)} {100 * share:F0}%");
    }
}
