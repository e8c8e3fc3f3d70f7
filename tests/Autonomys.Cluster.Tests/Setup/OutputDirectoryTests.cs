using Autonomys.Cluster.Setup;

namespace Autonomys.Cluster.Tests.Setup;

public sealed class OutputDirectoryTests : IDisposable
{
    private static readonly GeneratedFile[] Files = [new("START-ORDER.md", "one\n"), new("a/supervisor/x.conf", "two\n"), new("a/nats-server.conf", "three\n")];

    private readonly string _parent = Directory.CreateTempSubdirectory("autonomys-init-").FullName;

    private string Output => Path.Combine(_parent, "deep", "cluster");

    public void Dispose() => Directory.Delete(_parent, recursive: true);

    [Fact]
    public void Files_are_written_once_and_then_left_alone()
    {
        OutputDirectory directory = new(Output);
        Assert.Equal(Files.Select(file => new WrittenFile(file.Path, FileChange.Created)), directory.Write(Files, replace: false));
        Assert.All(Files, file => Assert.Equal(file.Content, File.ReadAllText(Path.Combine(Output, file.Path))));
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(Output, Files[0].Path));

        Assert.Equal(Files.Select(file => new WrittenFile(file.Path, FileChange.Unchanged)), directory.Write(Files, replace: false));
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(Output, Files[0].Path)));
        Assert.Equal(3, Directory.GetFiles(Output, "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Other_content_is_replaced_only_when_asked()
    {
        OutputDirectory directory = new(Output);
        directory.Write(Files[..2], replace: false);
        string changed = Path.Combine(Output, Files[1].Path);
        File.WriteAllText(changed, "by hand\n");

        ClusterException exception = Assert.Throws<ClusterException>(() => directory.Write(Files, replace: false));

        Assert.Contains("a/supervisor/x.conf", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("START-ORDER.md", exception.Message, StringComparison.Ordinal);
        Assert.Contains("--force", exception.Message, StringComparison.Ordinal);
        Assert.Equal("by hand\n", File.ReadAllText(changed));
        Assert.False(File.Exists(Path.Combine(Output, Files[2].Path)));
        Assert.Equal(
            [FileChange.Unchanged, FileChange.Replaced, FileChange.Created], directory.Write(Files, replace: true).Select(file => file.Change));
        Assert.Equal("two\n", File.ReadAllText(changed));
    }

    [Fact]
    public void When_one_cannot_be_written_none_is()
    {
        Directory.CreateDirectory(Output);
        File.WriteAllText(Path.Combine(Output, "a"), "a file where a directory must be");

        Assert.ThrowsAny<IOException>(() => new OutputDirectory(Output).Write(Files, replace: true));

        Assert.Equal([Path.Combine(Output, "a")], Directory.GetFileSystemEntries(Output, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void Configurations_that_nothing_needs_any_more_are_found()
    {
        OutputDirectory directory = new(Output);
        directory.Write(Files, replace: false);
        File.WriteAllText(Path.Combine(Output, "notes.conf"), "somebody's own");
        Assert.Empty(directory.FindLeftovers(Files));
        Assert.Equal(["a/nats-server.conf", "a/supervisor/x.conf"], directory.FindLeftovers(Files[..1]));
    }
}
