using Autonomys.Farming.Farms.Files;
using CsCheck;

namespace Autonomys.Farming.Tests.Farms.Files;

public sealed class DirectIoFileTests
{
    private const int Size = (5 * DirectIoFile.MaxTransfer) + 8192;

    public static TheoryData<bool> Modes => [true, false];

    [Theory]
    [MemberData(nameof(Modes))]
    public void Any_range_is_read(bool direct)
    {
        using TemporaryDirectory directory = new();
        byte[] data = RandomBytes(Size);
        File.WriteAllBytes(directory.File("file"), data);
        using DirectIoFile file = DirectIoFile.OpenExisting(directory.File("file"), writable: false, direct);

        const int Max = DirectIoFile.MaxTransfer;
        foreach ((int offset, int size) in new[]
        {
            (0, 0), (0, 1), (0, 4096), (5, 50), (4000, 96), (4000, 97), (10_000, 5), (0, Max), (5, Max), (5, Max - 5), (4095, Max + 2),
            (Max, Max), (Max + 5, (2 * Max) - 5), (1, Size - 1), (0, Size), (Size - 1, 1),
        })
        {
            byte[] read = new byte[size];
            file.ReadExactly(offset, read);
            Assert.True(read.AsSpan().SequenceEqual(data.AsSpan(offset, size)), $"{size} at {offset}");
        }
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Any_range_is_written_and_nothing_else(bool direct)
    {
        using TemporaryDirectory directory = new();
        byte[] data = RandomBytes(Size);
        File.WriteAllBytes(directory.File("file"), data);
        using DirectIoFile file = DirectIoFile.OpenExisting(directory.File("file"), writable: true, direct);
        byte[] source = RandomBytes(Size);

        Gen.Int[0, Size - 1].SelectMany(offset => Gen.Frequency((1, Gen.Int[0, Size - offset]), (4, Gen.Int[0, Math.Min(20_000, Size - offset)])), (offset, size) => (offset, size))
            .Sample(
                range =>
                {
                    file.Write(range.offset, source.AsSpan(range.offset, range.size));
                    source.AsSpan(range.offset, range.size).CopyTo(data.AsSpan(range.offset));
                    int from = Math.Max(0, range.offset - 5000);
                    byte[] read = new byte[Math.Min(Size, range.offset + range.size + 5000) - from];
                    file.ReadExactly(from, read);
                    Assert.True(read.AsSpan().SequenceEqual(data.AsSpan(from, read.Length)));
                },
                iter: 60,
                threads: 1);
        file.Dispose();
        Assert.Equal(data, File.ReadAllBytes(directory.File("file")));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Reading_past_the_end_fails_with_the_name(bool direct)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllBytes(directory.File("file"), new byte[5000]);
        using DirectIoFile file = DirectIoFile.OpenExisting(directory.File("file"), writable: false, direct);

        byte[] read = new byte[5000];
        file.ReadExactly(0, read);
        EndOfStreamException exception = Assert.Throws<EndOfStreamException>(() => file.ReadExactly(1, read));
        Assert.Contains(file.Path, exception.Message);
        Assert.Throws<EndOfStreamException>(() => file.ReadExactly(1 << 20, read));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Writing_past_the_end_grows_the_file_by_whole_pages(bool direct)
    {
        using TemporaryDirectory directory = new();
        using DirectIoFile file = DirectIoFile.OpenOrCreate(directory.File("file"), direct);

        file.Write(4000, [1, 2, 3]);

        Assert.Equal(4096, file.Length);
        byte[] read = new byte[4096];
        file.ReadExactly(0, read);
        Assert.Equal(new byte[] { 0, 1, 2, 3, 0 }, read[3999..4004]);
    }

    [Fact]
    public void Concurrent_writes_to_one_page_all_arrive()
    {
        using TemporaryDirectory directory = new();
        using DirectIoFile file = DirectIoFile.OpenOrCreate(directory.File("file"));

        Parallel.For(0, 512, i => file.Write(i * 16, Enumerable.Repeat((byte)(i + 1), 16).ToArray()));

        byte[] read = new byte[512 * 16];
        file.ReadExactly(0, read);
        Assert.All(Enumerable.Range(0, read.Length), i => Assert.Equal((byte)((i / 16) + 1), read[i]));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public void Preallocation_keeps_contents_and_gives_the_exact_size(bool direct)
    {
        using TemporaryDirectory directory = new();
        byte[] data = RandomBytes(10_000);
        File.WriteAllBytes(directory.File("file"), data);
        using DirectIoFile file = DirectIoFile.OpenExisting(directory.File("file"), writable: true, direct);

        FilePreallocation.Resize(file, 1_000_000, null, default);
        Assert.Equal(1_000_000, file.Length);
        byte[] read = new byte[10_000];
        file.ReadExactly(0, read);
        Assert.Equal(data, read);

        FilePreallocation.Resize(file, 8192, null, default);
        Assert.Equal(8192, file.Length);
        file.ReadExactly(0, read.AsSpan(0, 8192));
        Assert.Equal(data[..8192], read[..8192]);
    }

    private static byte[] RandomBytes(int size)
    {
        byte[] bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }
}
