using Autonomys.Farming.Sectors;
using Autonomys.Gpu.Devices;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Gpu.Tests.Devices;

/// <summary>Whatever devices do, every record is encoded, rightly and once, and plotting goes on.</summary>
public sealed class RecordPoolTests
{
    private readonly List<string> _warnings = [];
    private int _onCpu;

    [Fact]
    public void Records_go_to_devices_and_not_to_the_processor()
    {
        FakeDevice device = new("gpu 0");
        using (RecordPool pool = Pool([device]))
        {
            Assert.Equal(2, pool.Capacity);
            EncodeMany(pool, 10);
        }

        Assert.Equal(10, device.Encoded);
        Assert.Equal(0, _onCpu);
        Assert.Equal(0, device.OpenLanes);
        Assert.True(device.IsDisposed);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void An_overfull_bucket_is_the_processor_s_and_no_fault_of_the_device()
    {
        FakeDevice device = new("gpu 0") { Fails = number => number == 3 ? new DeviceException(DeviceFailure.BucketOverflow, "full") : null };
        using RecordPool pool = Pool([device]);
        EncodeMany(pool, 6);
        Assert.Equal(6, device.Encoded);
        Assert.Equal(1, _onCpu);
        Assert.Empty(_warnings);
    }

    [Theory]
    [InlineData(DeviceFailure.Lost)]
    [InlineData(DeviceFailure.OutOfMemory)]
    public void A_record_of_a_device_that_fails_goes_to_another_and_the_device_gets_no_more(object failure)
    {
        FakeDevice bad = new("gpu 0") { Fails = _ => new DeviceException((DeviceFailure)failure, "gpu 0 is gone."), CannotClose = true };
        FakeDevice good = new("gpu 1");

        // The last device opened is asked first.
        using RecordPool pool = Pool([good, bad]);
        EncodeMany(pool, 8);
        Assert.Equal(1, bad.Encoded);
        Assert.Equal(8, good.Encoded);
        Assert.Equal(0, _onCpu);
        Assert.Equal(2, pool.Capacity);
        string warning = Assert.Single(_warnings);
        Assert.Contains("gpu 0 is gone.", warning, StringComparison.Ordinal);
        Assert.Contains("other devices (1)", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void When_all_devices_are_gone_the_processor_goes_on()
    {
        FakeDevice device = new("gpu 0") { Fails = number => number > 2 ? new DeviceException(DeviceFailure.Lost, "gpu 0 is gone.") : null };
        using RecordPool pool = Pool([device]);
        EncodeMany(pool, 5);
        Assert.Equal(3, device.Encoded);
        Assert.Equal(3, _onCpu);
        Assert.Equal($"gpu 0 is gone. It gets no more records. Plotting goes on on the processor. {DeviceRules.HowToGetItBack}", Assert.Single(_warnings));
    }

    [Fact]
    public void A_device_that_hangs_is_left_behind_and_what_it_still_writes_reaches_nobody()
    {
        using ManualResetEventSlim hang = new();
        FakeDevice device = new("gpu 0") { Encoding = hang.Wait };
        using (RecordPool pool = Pool([device], new RecordPoolOptions { Patience = TimeSpan.FromMilliseconds(50), Concurrency = 1, CheckEvery = 0 }))
        {
            byte[] record = Record(1);
            byte[] bitfield = new byte[SectorLayout.BitfieldSize];
            pool.Encode(record, default, bitfield, CancellationToken.None);
            byte[] encoded = [.. record];
            Assert.Equal(0xFE, record[0]);
            hang.Set();
            EncodeMany(pool, 2);
            Assert.Equal(encoded, record);
        }

        Assert.Equal(1, device.Encoded);
        Assert.Equal(3, _onCpu);
        Assert.Contains("hangs", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void One_record_in_so_many_is_compared_with_the_processor_s()
    {
        FakeDevice device = new("gpu 0");
        using RecordPool pool = Pool([device], new RecordPoolOptions { CheckEvery = 4, Concurrency = 1 });
        EncodeMany(pool, 9);
        Assert.Equal(2, _onCpu);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void A_device_that_gives_other_bytes_is_taken_out_and_the_record_that_showed_it_is_right()
    {
        FakeDevice device = new("gpu 0") { Mask = 0x0F };
        using RecordPool pool = Pool([device], new RecordPoolOptions { CheckEvery = 1, Concurrency = 2 });
        EncodeMany(pool, 3);
        Assert.Equal(1, device.Encoded);
        Assert.Contains("differently from the processor", Assert.Single(_warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_with_little_memory_gets_fewer_records_at_once()
    {
        FakeDevice device = new("gpu 0") { Room = 1 };
        using RecordPool pool = Pool([device], new RecordPoolOptions { Concurrency = 4 });
        Assert.Equal(1, pool.Capacity);
        Assert.Contains("GPU_CONCURRENCY=1", Assert.Single(_warnings), StringComparison.Ordinal);
        EncodeMany(pool, 2);
        Assert.Equal(2, device.Encoded);
    }

    [Fact]
    public void A_device_with_no_memory_at_all_is_left_out()
    {
        using RecordPool pool = Pool([new FakeDevice("gpu 0") { Room = 0 }]);
        EncodeMany(pool, 2);
        Assert.Equal(2, _onCpu);
        Assert.Single(_warnings);
    }

    [Fact]
    public async Task Many_threads_on_few_lanes_lose_nothing_when_a_device_fails()
    {
        FakeDevice bad = new("gpu 0") { Fails = number => number >= 20 ? new DeviceException(DeviceFailure.Lost, "gpu 0 is gone.") : null };
        FakeDevice good = new("gpu 1");
        using RecordPool pool = Pool([bad, good]);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => EncodeMany(pool, 50))));
        Assert.True(good.Encoded + bad.Encoded >= 200);
        Assert.True(_warnings.Count <= 1);
        Assert.Equal(0, _onCpu);
    }

    [Fact]
    public void A_record_that_is_none_fails_and_the_device_stays()
    {
        FakeDevice device = new("gpu 0") { Encoding = () => throw new ArgumentException("Chunk 3 is not a scalar") };
        using RecordPool pool = Pool([device]);
        byte[] record = Record(1);
        Assert.Throws<ArgumentException>(() => pool.Encode(record, default, new byte[SectorLayout.BitfieldSize], CancellationToken.None));
        Assert.Equal(Record(1), record);
        Assert.Equal(2, pool.Capacity);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void The_self_test_takes_a_device_out_that_computes_wrongly()
    {
        DeviceException exception = Assert.Throws<DeviceException>(
            () => SelfTest.Run(new FakeDevice("gpu 0"), TimeSpan.FromMinutes(1), SelfTest.Expected));
        Assert.Equal(DeviceFailure.Wrong, exception.Failure);
        Assert.Contains("gpu 0 computes wrongly", exception.Message, StringComparison.Ordinal);
    }

    private RecordPool Pool(IRecordDevice[] devices, RecordPoolOptions? options = null) => new(
        devices,
        new CpuEncoders(() => new FakeCpuEncoder(() => Interlocked.Increment(ref _onCpu)), 2),
        options ?? new RecordPoolOptions { Concurrency = 2, CheckEvery = 0 },
        _warnings.Add);

    private static byte[] Record(int number)
    {
        byte[] record = new byte[RecordLayout.RecordSize];
        record[0] = (byte)number;
        record[^1] = (byte)(number * 3);
        return record;
    }

    private static void EncodeMany(RecordPool pool, int count)
    {
        for (int i = 0; i < count; i++)
        {
            byte[] record = Record(i);
            byte[] bitfield = new byte[SectorLayout.BitfieldSize];
            pool.Encode(record, PosSeed.From(new byte[PosSeed.Size]), bitfield, CancellationToken.None);
            byte[] expected = Record(i);
            expected[0] ^= 0xFF;
            Assert.True(expected.AsSpan().SequenceEqual(record), $"Record {i}");
            Assert.Equal(-1, bitfield.AsSpan().IndexOfAnyExcept((byte)0xFF));
        }
    }
}
