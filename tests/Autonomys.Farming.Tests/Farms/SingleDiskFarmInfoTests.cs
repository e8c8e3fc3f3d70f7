using System.Diagnostics;
using System.Text;
using Autonomys.Farming.Farms;
using Autonomys.Farming.Farms.Files;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using CsCheck;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Tests.Farms;

public sealed class SingleDiskFarmInfoTests
{
    private const string Golden =
        """{"v0":{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","genesisHash":"66455a580aabff303720aa83adbe6c44502922251c03ba73686d5245da9e21bd","publicKey":"d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d","piecesInSector":1000,"allocatedSpace":100000000000}}""";

    private static readonly SingleDiskFarmInfo Info = new(
        FarmId.Parse("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        Blake3Hash.FromHex("66455a580aabff303720aa83adbe6c44502922251c03ba73686d5245da9e21bd"),
        PublicKey.FromHex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"),
        1000,
        100_000_000_000);

    [Fact]
    public void The_file_is_written_as_the_network_writes_it() => Assert.Equal(Golden, Encoding.UTF8.GetString(Info.ToJson()));

    [Theory]
    [InlineData(Golden)]
    [InlineData(Golden + "\n   ")]
    [InlineData("""{"v0":{"extra":1,"publicKey":"D43593C715FDD31C61141ABD04A99FD6822C8558854CCDE39A5684E7A56DA27D","piecesInSector":1000,"allocatedSpace":100000000000,"genesisHash":"66455a580aabff303720aa83adbe6c44502922251c03ba73686d5245da9e21bd","id":"01arz3ndektsv4rrffq69g5fav"}}""")]
    public void The_file_is_read(string json)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory.File(FarmFiles.Info), json);

        Assert.Equal(Info, SingleDiskFarmInfo.Load(directory.Path));
    }

    [Fact]
    public void Without_a_file_there_is_no_farm()
    {
        using TemporaryDirectory directory = new();
        Assert.Null(SingleDiskFarmInfo.Load(directory.Path));
        Assert.Null(SingleDiskFarmInfo.Load(directory.File("missing")));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"v0\"")]
    [InlineData("{\"v0\":null}")]
    [InlineData("{\"v0\":{}}")]
    [InlineData("{\"v0\":{\"id\":1}}")]
    [InlineData("{\"v1\":{}}")]
    [InlineData("{}")]
    [InlineData("\0\0\0\0")]
    public void Nonsense_is_refused_with_the_name_of_the_file(string json)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(directory.File(FarmFiles.Info), json);

        FarmException exception = Assert.Throws<FarmException>(() => SingleDiskFarmInfo.Load(directory.Path));
        Assert.Contains(directory.File(FarmFiles.Info), exception.Message);
    }

    [Theory]
    [InlineData("1000", "0")]
    [InlineData("1000", "-1")]
    [InlineData("1000", "65536")]
    [InlineData("1000", "1.5")]
    [InlineData("100000000000}", "18446744073709551616}")]
    [InlineData("66455a58", "6645")]
    [InlineData("66455a58", "zz455a58")]
    [InlineData("01ARZ3", "91ARZ3")]
    public void A_value_that_cannot_be_is_refused(string from, string to) =>
        Assert.Equal(
            FarmError.Corrupt,
            Assert.Throws<FarmException>(() => SingleDiskFarmInfo.Parse(Encoding.UTF8.GetBytes(Golden.Replace(from, to)), "file")).Error);

    [Fact]
    public void Truncated_and_changed_files_are_read_or_refused()
    {
        byte[] golden = Encoding.UTF8.GetBytes(Golden);
        Gen.Select(Gen.Int[0, golden.Length], Gen.Int[0, golden.Length - 1], Gen.Byte).Sample((length, position, value) =>
        {
            byte[] changed = (byte[])golden.Clone();
            changed[position] = value;
            try
            {
                _ = SingleDiskFarmInfo.Parse(changed.AsMemory(0, length), "file");
            }
            catch (FarmException exception) when (exception.Error is FarmError.Corrupt or FarmError.UnsupportedVersion)
            {
                // Refused.
            }
        });
    }

    [Fact]
    public void A_huge_file_is_not_read()
    {
        using TemporaryDirectory directory = new();
        using (FileStream stream = File.Create(directory.File(FarmFiles.Info)))
        {
            stream.SetLength(1L << 40);
        }

        Assert.Equal(FarmError.Corrupt, Assert.Throws<FarmException>(() => SingleDiskFarmInfo.Load(directory.Path)).Error);
    }

    [Fact]
    public void A_made_file_is_complete_locked_and_alone()
    {
        using TemporaryDirectory directory = new();
        using (Info.Create(directory.Path, locking: true))
        {
            Assert.Equal(Golden, ReadShared(directory.File(FarmFiles.Info)));
            Assert.Equal([FarmFiles.Info], Directory.GetFiles(directory.Path).Select(Path.GetFileName));
            Assert.Equal(FarmError.Locked, Assert.Throws<FarmException>(() => SingleDiskFarmInfo.Lock(Info, directory.Path)).Error);
        }

        SingleDiskFarmInfo.Lock(Info, directory.Path).Dispose();
        Assert.Equal(FarmError.Io, Assert.Throws<FarmException>(() => Info.Create(directory.Path, locking: true)).Error);
        Assert.Equal([FarmFiles.Info], Directory.GetFiles(directory.Path).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData(1ul)]
    [InlineData(100_000_000_001ul)]
    [InlineData(ulong.MaxValue)]
    public void An_update_keeps_the_lock_and_leaves_exactly_the_new_text(ulong space)
    {
        using TemporaryDirectory directory = new();
        using FileLock taken = Info.Create(directory.Path, locking: true);
        SingleDiskFarmInfo changed = Info with { AllocatedSpace = space };

        changed.Update(taken.Handle);

        Assert.Equal(Encoding.UTF8.GetString(changed.ToJson()), ReadShared(directory.File(FarmFiles.Info)));
        Assert.Equal(FarmError.Locked, Assert.Throws<FarmException>(() => SingleDiskFarmInfo.Lock(changed, directory.Path)).Error);
    }

    [Fact]
    public void The_lock_excludes_flock_of_another_process_and_is_excluded_by_it()
    {
        string? flock = FindFlock();
        if (flock is null)
        {
            Assert.Skip("The command flock (util-linux) is not here.");
        }

        using TemporaryDirectory directory = new();
        string path = directory.File(FarmFiles.Info);
        using (Info.Create(directory.Path, locking: true))
        {
            using Process refused = Process.Start(flock, ["--exclusive", "--nonblock", path, "true"]);
            refused.WaitForExit();
            Assert.NotEqual(0, refused.ExitCode);
        }

        using Process holder = Process.Start(
            new ProcessStartInfo(flock, ["--no-fork", "--exclusive", path, "sh", "-c", "echo held; exec sleep 60"]) { RedirectStandardOutput = true })!;
        Assert.Equal("held", holder.StandardOutput.ReadLine());

        // Reading needs no lock.
        Assert.Equal(Info, SingleDiskFarmInfo.Load(directory.Path));
        FarmException exception = Assert.Throws<FarmException>(() => SingleDiskFarmInfo.Lock(Info, directory.Path));
        Assert.Equal(FarmError.Locked, exception.Error);
        Assert.Contains(Info.Id.ToString(), exception.Message);
        Assert.Contains(directory.Path, exception.Message);
        Assert.Contains($"({holder.Id})", exception.Message);

        holder.Kill(entireProcessTree: true);
        holder.WaitForExit();
        SingleDiskFarmInfo.Lock(Info, directory.Path).Dispose();
    }

    private static string ReadShared(string path)
    {
        using SafeFileHandle file = LibC.OpenWithoutLock(path, writable: false);
        byte[] bytes = new byte[RandomAccess.GetLength(file)];
        return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
    }

    private static string? FindFlock() => new[] { "/usr/bin/flock", "/bin/flock" }.FirstOrDefault(File.Exists);
}
