using Autonomys.Cluster.Bus;
using Autonomys.Cluster.PlotServer;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Testing;

namespace Autonomys.Cluster.Tests.PlotServer;

public sealed class FinishedSectorsTests : IAsyncLifetime
{
    private static readonly PlotJob Job = PlotJob.Create(PublicKey.From(Vectors.Bytes("a farm", 32)), new(3), new(1), 1);

    private readonly string _directory = Directory.CreateTempSubdirectory("autonomys-finished-").FullName;
    private EncodedSector _sector = null!;
    private byte[] _bytes = null!;

    public async ValueTask InitializeAsync()
    {
        using QuickEncoder encoder = new();
        using SectorPlotter plotter = new(new EmptyPieces(), [encoder]);
        _sector = await plotter.PlotAsync(Job.PublicKey, Job.SectorIndex, 1, PlottingBench.Protocol, null, CancellationToken.None);
        using MemoryStream stream = new();
        _sector.WriteTo(stream);
        _bytes = stream.ToArray();
    }

    public ValueTask DisposeAsync()
    {
        _sector.Dispose();
        Directory.Delete(_directory, recursive: true);
        return default;
    }

    [Fact]
    public void A_sector_is_read_back_in_ranges_also_after_a_restart()
    {
        FinishedSectors finished = FinishedSectors.Open(_directory);
        PlotJobState state = Add(finished);
        Assert.Equal((PlotJobStage.Finished, "server-a", Blake3.Hash(_bytes).ToString()), (state.Stage, state.Server, state.SectorHash));
        foreach (FinishedSectors opened in new[] { finished, FinishedSectors.Open(_directory) })
        {
            Assert.Equal(state, opened.Find(Job.Id));
            Assert.Equal(1, opened.Count);
            Assert.Equal(_bytes[..1000], opened.Read(Job.Id, 0, 1000)?.Bytes.ToArray());
            Assert.Equal(_bytes[^77..], opened.Read(Job.Id, _bytes.Length - 77, 77)?.Bytes.ToArray());
            Assert.Equal(_sector.Metadata.ToBytes(), opened.ReadMetadata(Job.Id));
        }
    }

    [Theory]
    [InlineData(-1, 10)]
    [InlineData(0, 0)]
    [InlineData(0, int.MaxValue)]
    [InlineData(long.MaxValue - 5, 10)]
    public void Bytes_that_it_does_not_have_are_refused(long offset, int length)
    {
        FinishedSectors finished = FinishedSectors.Open(_directory);
        Add(finished);
        Assert.Null(finished.Read(Job.Id, offset, length));
        Assert.Null(finished.Read("another", 0, 10));
        Assert.Null(finished.ReadMetadata("another"));
        Assert.Null(finished.Read("../../etc/passwd", 0, 10));
    }

    [Fact]
    public void What_is_freed_is_gone()
    {
        FinishedSectors finished = FinishedSectors.Open(_directory);
        Add(finished);
        Assert.True(finished.Remove(Job.Id));
        Assert.False(finished.Remove(Job.Id));
        Assert.Empty(Files());
        Assert.Equal(0, finished.Count);
    }

    /// <summary>A power cut at any step: each file missing, or short, or the description not yet in its place.</summary>
    [Theory]
    [InlineData(".sector", 0)]
    [InlineData(".sector", 1000)]
    [InlineData(".metadata", 0)]
    [InlineData(".metadata", 50)]
    [InlineData(".json", 0)]
    [InlineData(".json", 20)]
    public void What_a_crash_left_half_made_is_removed(string suffix, int left)
    {
        Add(FinishedSectors.Open(_directory));
        string file = Path.Combine(_directory, "sectors", Job.Id + suffix);
        if (left == 0)
        {
            File.Delete(file);
        }
        else
        {
            using FileStream stream = File.OpenWrite(file);
            stream.SetLength(left);
        }

        File.WriteAllText(Path.Combine(_directory, "sectors", "0123.json.new"), "half");
        FinishedSectors opened = FinishedSectors.Open(_directory);
        Assert.Equal(0, opened.Count);
        Assert.Empty(Files());
        Add(opened);
        Assert.Equal(1, FinishedSectors.Open(_directory).Count);
    }

    [Fact]
    public void A_description_that_a_newer_release_wrote_is_not_deleted_with_its_sector()
    {
        FinishedSectors finished = FinishedSectors.Open(_directory);
        PlotJobState state = Add(finished);
        string file = Path.Combine(_directory, "sectors", Job.Id + ".json");
        File.WriteAllBytes(file, ClusterJson.Encode(state with { V = ClusterMessage.CurrentVersion + 1 }));
        FinishedSectors opened = FinishedSectors.Open(_directory);
        Assert.Equal(0, opened.Count);
        Assert.Equal(3, Files().Length);
    }

    [Fact]
    public void A_full_disk_leaves_nothing()
    {
        using SmallDisk? disk = SmallDisk.TryMount(kibibytes: 600);
        Assert.SkipWhen(disk is null, SmallDisk.Missing);
        FinishedSectors finished = FinishedSectors.Open(disk.Path);
        Assert.ThrowsAny<IOException>(() => Add(finished));
        Assert.Equal(0, finished.Count);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(disk.Path, "sectors")));
    }

    private PlotJobState Add(FinishedSectors finished) => finished.Add(Job, "server-a", _sector, CancellationToken.None);

    private string[] Files() => Directory.GetFiles(Path.Combine(_directory, "sectors"));
}
