using System.Diagnostics;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Files;

namespace Autonomys.Farming.Tests.Farms;

/// <summary>On a file system of 16 MiB in memory, which only root can mount.</summary>
public sealed class DiskFullTests
{
    private const int DiskSize = 16 * 1024 * 1024;

    [Fact]
    public void A_disk_that_runs_full_while_a_farm_is_made_is_left_as_it_was() => OnSmallDisk(disk =>
    {
        string filler = Path.Combine(disk, "filler");
        FarmOpenOptions options = TestFarms.Options(Path.Combine(disk, "farm"), sectors: 8) with
        {
            Progress = new Immediate(progress =>
            {
                if (progress.File.EndsWith("metadata.bin", StringComparison.Ordinal))
                {
                    File.WriteAllBytes(filler, new byte[DiskSize / 2]);
                }
            }),
        };

        FarmException exception = Assert.Throws<FarmException>(() => Farm.Open(options));

        Assert.Equal(FarmError.DiskFull, exception.Error);
        Assert.Contains("plot.bin", exception.Message);
        Assert.Contains("bytes", exception.Message);
        Assert.Equal([filler], Directory.GetFileSystemEntries(disk));
    });

    [Fact]
    public void A_farm_that_cannot_grow_stays_as_it_was() => OnSmallDisk(disk =>
    {
        string directory = Path.Combine(disk, "farm");
        TestFarms.Make(directory, sectors: 3, plotted: 3);
        Dictionary<string, (long, Primitives.Hashing.Blake3Hash)> before = TestFarms.Snapshot(directory);

        Assert.Equal(FarmError.DoesNotFit, Assert.Throws<FarmException>(() => Farm.Open(TestFarms.Options(directory, sectors: 14))).Error);
        Assert.Equal(before, TestFarms.Snapshot(directory));

        string filler = Path.Combine(disk, "filler");
        FarmOpenOptions options = TestFarms.Options(directory, sectors: 9) with
        {
            Progress = new Immediate(_ => File.WriteAllBytes(filler, new byte[8 * 1024 * 1024])),
        };
        Assert.Equal(FarmError.DiskFull, Assert.Throws<FarmException>(() => Farm.Open(options)).Error);
        Assert.Equal(before, TestFarms.Snapshot(directory));
    });

    [Fact]
    public void A_whole_disk_can_be_asked_for() => OnSmallDisk(disk =>
    {
        string directory = Path.Combine(disk, "farm");
        FarmOpenOptions options = TestFarms.Options(directory) with { Size = new Autonomys.Farming.Farms.Space.FarmSize.ShareOfDisk(100) };
        int sectors;
        using (Farm farm = Farm.Open(options))
        {
            sectors = farm.SectorCount;
            Assert.InRange(sectors, 8, 14);
        }

        // Less room than before does not cut the farm.
        File.WriteAllBytes(Path.Combine(disk, "filler"), new byte[1_500_000]);
        using Farm again = Farm.Open(options);
        Assert.Equal(sectors, again.SectorCount);
    });

    private static void OnSmallDisk(Action<string> test)
    {
        using TemporaryDirectory mountPoint = new();
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess
            || !Run("mount", "-t", "tmpfs", "-o", $"size={DiskSize}", "autonomys-test", mountPoint.Path))
        {
            Assert.Skip("A small disk for this test needs root and permission to mount a tmpfs.");
        }

        try
        {
            test(mountPoint.Path);
        }
        finally
        {
            Assert.True(Run("umount", mountPoint.Path));
        }
    }

    private static bool Run(string command, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(command, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private sealed class Immediate(Action<AllocationProgress> report) : IProgress<AllocationProgress>
    {
        public void Report(AllocationProgress value) => report(value);
    }
}
