using Autonomys.Gpu.Devices;

namespace Autonomys.Gpu.Tests.Devices;

/// <summary>Whatever a device does, its user hears of it once, gets nothing that does not count, and goes on without it.</summary>
public sealed class DeviceWorkerTests
{
    private static readonly DevicePatience Long = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private readonly List<string> _notices = [];
    private readonly List<string> _warnings = [];

    [Fact]
    public void The_first_device_whose_first_result_is_right_is_chosen()
    {
        FakeWork work = new()
        {
            Right = device => device == 2,
            Opening = (device, _) =>
            {
                if (device == 0)
                {
                    throw new DeviceException(DeviceFailure.OutOfMemory, "gpu 0 has no memory left for numbers.");
                }
            },
        };
        using (DeviceWorker<FakeWork.Lane>? chosen = Choose(work, devices: 4))
        {
            int device = -1;
            Assert.True(chosen!.TryRun(lane => device = lane.Device, CancellationToken.None));
            Assert.Equal(2, device);
        }

        Assert.Equal(1, work.Prepared);
        Assert.Equal([1, 2], work.Closed.Select(lane => lane.Device));
        Assert.Contains("makes the numbers, 1 at once; its first one was right", Assert.Single(_notices), StringComparison.Ordinal);
        Assert.Equal(2, _warnings.Count);
        Assert.Equal("gpu 0 has no memory left for numbers. It makes no numbers.", _warnings[0]);
        Assert.Contains("makes wrong numbers: update its driver", _warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_devices_nothing_is_prepared_and_the_processor_is_named()
    {
        FakeWork work = new();
        Assert.Null(DeviceChoice.First(GpuBackend.None, work, _notices.Add, _warnings.Add));
        Assert.Equal(0, work.Prepared);
        Assert.Equal(["The processor makes the numbers."], _notices);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_backend_without_a_device_is_an_error_that_says_what_it_needs()
    {
        Assert.SkipWhen(ComputeDevices.Open(GpuBackend.OpenCl, _ => { }).Count > 0, "There is an OpenCL device here.");
        GpuException error = Assert.Throws<GpuException>(() => DeviceChoice.First(GpuBackend.OpenCl, new FakeWork(), _notices.Add, _warnings.Add));
        Assert.Contains("--gpu-backend opencl needs the vendor's OpenCL driver", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_fails_is_left_and_told_of_once()
    {
        using DeviceWorker<FakeWork.Lane> worker = Open(new FakeWork());
        Assert.False(worker.TryRun(_ => throw new DeviceException(DeviceFailure.Lost, "gpu 0 is gone."), CancellationToken.None));
        Assert.False(worker.TryRun(_ => Assert.Fail("Asked again."), CancellationToken.None));
        string warning = Assert.Single(_warnings);
        Assert.StartsWith("gpu 0 is gone. From now on the processor makes the numbers.", warning, StringComparison.Ordinal);
        Assert.EndsWith(DeviceRules.HowToGetItBack, warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_that_hangs_is_left_and_told_of_once()
    {
        using ManualResetEventSlim hang = new();
        using (DeviceWorker<FakeWork.Lane> worker = Open(new FakeWork(), new DevicePatience(TimeSpan.FromHours(1), TimeSpan.FromMilliseconds(20))))
        {
            Assert.False(worker.TryRun(_ => hang.Wait(), CancellationToken.None));
            Assert.False(worker.TryRun(_ => Assert.Fail("Asked again."), CancellationToken.None));
        }

        hang.Set();
        Assert.Contains("did not finish a number within", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_not_the_device_s_fault_is_the_caller_s()
    {
        using DeviceWorker<FakeWork.Lane> worker = Open(new FakeWork());
        Assert.Throws<OperationCanceledException>(() => worker.TryRun(_ => throw new OperationCanceledException(), CancellationToken.None));
        Assert.Throws<OperationCanceledException>(() => worker.TryRun(_ => Assert.Fail("Not asked."), new CancellationToken(canceled: true)));
        bool isRun = false;
        Assert.True(worker.TryRun(_ => isRun = true, CancellationToken.None));
        Assert.True(isRun);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_device_that_was_found_wrong_is_not_asked_again()
    {
        using DeviceWorker<FakeWork.Lane> worker = Open(new FakeWork());
        worker.Leave("gpu 0 made a wrong number.");
        worker.Leave("gpu 0 made another wrong number.");
        Assert.False(worker.TryRun(_ => Assert.Fail("Asked again."), CancellationToken.None));
        Assert.StartsWith("gpu 0 made a wrong number. From now on", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lanes_work_at_once_and_the_first_is_closed_last()
    {
        FakeWork work = new() { Lanes = 3 };
        using (DeviceWorker<FakeWork.Lane> worker = Open(work))
        {
            // Each waits for the others: with fewer at once this would never end.
            using Barrier met = new(3);
            HashSet<int> numbers = [];
            await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Factory.StartNew(
                () => Assert.True(worker.TryRun(
                    lane =>
                    {
                        met.SignalAndWait();
                        lock (numbers)
                        {
                            numbers.Add(lane.Number);
                        }
                    },
                    CancellationToken.None)),
                TaskCreationOptions.LongRunning)));
            Assert.Equal([0, 1, 2], numbers.Order());
        }

        Assert.Equal([null, work.Opened[0], work.Opened[0]], work.Opened.Select(lane => lane.First));
        Assert.Equal([2, 1, 0], work.Closed.Select(lane => lane.Number));
    }

    [Fact]
    public void A_lane_for_which_there_is_no_room_costs_the_device_the_others_too()
    {
        FakeWork work = new()
        {
            Lanes = 2,
            Opening = (_, lane) =>
            {
                if (lane == 1)
                {
                    throw new DeviceException(DeviceFailure.OutOfMemory, "gpu 0 has no memory left for numbers.");
                }
            },
        };
        Assert.Throws<DeviceException>(() => Open(work));
        Assert.Equal([0], work.Closed.Select(lane => lane.Number));
    }

    private DeviceWorker<FakeWork.Lane>? Choose(FakeWork work, int devices) => DeviceChoice.First(
        [.. Enumerable.Range(0, devices).Select(_ => ComputeDevice.OpenCpu())], work, Long, _notices.Add, _warnings.Add);

    private DeviceWorker<FakeWork.Lane> Open(FakeWork work, DevicePatience? patience = null) =>
        new(ComputeDevice.OpenCpu(), work, patience ?? Long, _warnings.Add);
}
