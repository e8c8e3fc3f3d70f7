using System.Diagnostics;
using Autonomys.Cluster.Events;
using Autonomys.Cluster.Membership;
using Autonomys.Farming;
using Autonomys.Farming.Farms;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cluster.Farms;

/// <summary>All farms of a process, each on its own: one that cannot be opened or fails is told of and tried again, the others go on.</summary>
/// <remarks>When none is left, or with <see cref="FarmsOptions.ExitOnFarmError"/> at the first failure, it ends with the reasons.</remarks>
internal sealed class FarmFleet : IDisposable
{
    private readonly FarmsOptions _options;
    private readonly FarmerAppInfo _chain;
    private readonly IFarmerEvents _events;
    private readonly TimeSpan _retryInterval;
    private readonly TimeSpan _tellInterval;
    private readonly Lock _lock = new();
    private readonly Berth[] _berths;

    /// <param name="options">The farms.</param>
    /// <param name="chain">The chain that they must be of.</param>
    /// <param name="events">Told of farms that are opened and that fail.</param>
    /// <param name="retryInterval">Pause before a farm is tried again: a lock is freed, a disk is mounted. Default 5 s.</param>
    /// <param name="tellInterval">How often the same reason is told again. Default 30 s.</param>
    public FarmFleet(
        FarmsOptions options, FarmerAppInfo chain, IFarmerEvents events, TimeSpan? retryInterval = null, TimeSpan? tellInterval = null)
    {
        _options = options;
        _chain = chain;
        _events = events;
        _retryInterval = retryInterval ?? TimeSpan.FromSeconds(5);
        _tellInterval = tellInterval ?? TimeSpan.FromSeconds(30);
        _berths = [.. options.Farms.Select((given, index) => new Berth($"farm {index}", given))];
    }

    /// <summary>Farms that are open now, in the order they were given.</summary>
    public IReadOnlyList<DiskFarm> Open
    {
        get
        {
            lock (_lock)
            {
                return [.. _berths.Select(berth => berth.Farm).OfType<DiskFarm>()];
            }
        }
    }

    /// <summary>Every farm that was given, as the cluster is told of it.</summary>
    public IReadOnlyList<FarmStatus> Status
    {
        get
        {
            (Berth Berth, DiskFarm? Farm, string? Problem)[] now;
            lock (_lock)
            {
                now = [.. _berths.Select(berth => (berth, berth.Farm, berth.Problem))];
            }

            // A disk that does not answer must not hold the lock.
            return
            [
                .. now.Select(one => one.Farm is { } farm
                    ? new FarmStatus(
                        farm.Name, farm.Directory, farm.PublicKey.ToString(), farm.Sectors.Count(sector => sector is not null), farm.SectorCount)
                    {
                        SectorsSetAside = farm.SetAsideCount,
                        FreeBytes = farm.FreeBytes,
                    }
                    : new FarmStatus(one.Berth.Name, one.Berth.Given.Directory, "", 0, 0) { Problem = one.Problem ?? "being opened" }),
            ];
        }
    }

    /// <summary>The open farm with this key, or null.</summary>
    public IFarm? Find(PublicKey publicKey) => Open.FirstOrDefault(farm => farm.PublicKey == publicKey);

    /// <summary>Begins to open all farms at once, and returns when the first one is open.</summary>
    /// <exception cref="FarmException">None can be; or one cannot, and that shall end the process.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        List<Task> opening = [];
        foreach (Berth berth in _berths)
        {
            berth.Opening = Task.Run(() => TryOpen(berth, cancellationToken), CancellationToken.None);
            opening.Add(berth.Opening);
        }

        while (Open.Count == 0 && opening.Count > 0)
        {
            Task first = await Task.WhenAny(opening).ConfigureAwait(false);
            opening.Remove(first);
            await first.ConfigureAwait(false);
        }
    }

    /// <summary>Farms each farm while it is open, until cancelled.</summary>
    /// <param name="farming">Farms one farm until cancelled; it throws when the farm's disk fails.</param>
    /// <param name="cancellationToken">Ends farming.</param>
    /// <exception cref="FarmException">No farm is left; or one failed, and that shall end the process.</exception>
    public Task RunAsync(Func<DiskFarm, CancellationToken, Task> farming, CancellationToken cancellationToken) => Flows.RunAllAsync(
        _berths.Select(berth => (Func<CancellationToken, Task>)(token => KeepAsync(berth, farming, token))), cancellationToken);

    public void Dispose()
    {
        foreach (Berth berth in _berths)
        {
            ((IAsyncResult?)berth.Opening)?.AsyncWaitHandle.WaitOne();
            Close(berth);
        }
    }

    private async Task KeepAsync(Berth berth, Func<DiskFarm, CancellationToken, Task> farming, CancellationToken cancellationToken)
    {
        await berth.Opening!.WaitAsync(cancellationToken).ConfigureAwait(false);
        while (true)
        {
            if (berth.Farm is { } farm)
            {
                try
                {
                    await farming(farm, cancellationToken).ConfigureAwait(false);
                    throw new InvalidOperationException($"{berth.Name} ended by itself.");
                }
                catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
                {
                    Close(berth);
                    Fail(berth, exception.Message);
                }
            }

            await Task.Delay(_retryInterval, cancellationToken).ConfigureAwait(false);
            berth.Opening = Task.Run(() => TryOpen(berth, cancellationToken), CancellationToken.None);
            await berth.Opening.ConfigureAwait(false);
        }
    }

    private static bool IsFailure(Exception exception) => exception is FarmingException or IOException or UnauthorizedAccessException;

    private void TryOpen(Berth berth, CancellationToken cancellationToken)
    {
        try
        {
            Farm farm = OpenFarm(berth, cancellationToken);
            DiskFarm disk = new(berth.Name, farm, berth.Given.ReadMode, _events);
            lock (_lock)
            {
                if (_berths.FirstOrDefault(other => other.Farm?.PublicKey == disk.PublicKey) is { } twin)
                {
                    disk.Dispose();
                    throw new FarmException(
                        FarmError.IdentityMismatch,
                        $"The farms in {twin.Given.Directory} and {berth.Given.Directory} have the same key {disk.PublicKey}: one is a copy of the other. Farm only one of them.");
                }

                (berth.Farm, berth.Problem, berth.WasOpen) = (disk, null, true);
            }

            _events.Report(new FarmOpened(berth.Name, disk.Directory, farm.PlottedCount, farm.SectorCount));
            foreach (SetAsideSector sector in farm.SetAsideSectors)
            {
                _events.Report(new SectorSetAside(berth.Name, sector.Index.Value, sector.Reason));
            }

            disk.MeasureReadMode();
        }
        catch (Exception exception) when (IsFailure(exception) && !cancellationToken.IsCancellationRequested)
        {
            Fail(berth, exception.Message);
        }
    }

    private Farm OpenFarm(Berth berth, CancellationToken cancellationToken)
    {
        FarmOptions given = berth.Given;
        return Farm.Open(
            new FarmOpenOptions
            {
                Directory = given.Directory,
                Size = given.Size,
                GenesisHash = Blake3Hash.From(_chain.GenesisHash.AsSpan()),
                MaxPiecesInSector = _chain.ProtocolInfo.MaxPiecesInSector,
                PiecesInSector = _options.MaxPiecesInSector is { } pieces ? Math.Min(pieces, _chain.ProtocolInfo.MaxPiecesInSector) : null,
                CachePercentage = _options.CachePercentage,

                // A farm that was there is never made anew: its disk is not mounted.
                Create = _options.CreateFarms && !berth.WasOpen,
                DisableLocking = !_options.LockFarms,
                DirectIo = _options.DirectIo,
            },
            cancellationToken);
    }

    private void Close(Berth berth)
    {
        DiskFarm? farm;
        lock (_lock)
        {
            farm = berth.Farm;
            berth.Farm = null;
        }

        farm?.Dispose();
    }

    /// <summary>Tells of a failure, not more often than it helps; ends everything when nothing is left to farm.</summary>
    private void Fail(Berth berth, string problem)
    {
        bool tell;
        lock (_lock)
        {
            tell = berth.Problem != problem || Stopwatch.GetElapsedTime(berth.ToldAt) >= _tellInterval;
            berth.Problem = problem;
            if (_options.ExitOnFarmError)
            {
                throw new FarmException(FarmError.Io, $"{berth.Name} in {berth.Given.Directory}, and --exit-on-farm-error is set: {problem}");
            }

            if (_berths.All(one => one.Problem is not null))
            {
                throw new FarmException(FarmError.Io, _berths.Length == 1
                    ? problem
                    : $"None of the {_berths.Length} farms can be farmed:{string.Concat(_berths.Select(one => $"{Environment.NewLine}  {one.Name}: {one.Problem}"))}");
            }

            berth.ToldAt = tell ? Stopwatch.GetTimestamp() : berth.ToldAt;
        }

        if (tell)
        {
            _events.Report(new FarmFailed(berth.Name, berth.Given.Directory, problem));
        }
    }

    /// <summary>A farm that was given, and what became of it.</summary>
    private sealed class Berth(string name, FarmOptions given)
    {
        public string Name => name;

        public FarmOptions Given => given;

        public Task? Opening { get; set; }

        public DiskFarm? Farm { get; set; }

        public bool WasOpen { get; set; }

        /// <summary>Why it is not open; null while it is, or nobody knows yet.</summary>
        public string? Problem { get; set; }

        public long ToldAt { get; set; }
    }
}
