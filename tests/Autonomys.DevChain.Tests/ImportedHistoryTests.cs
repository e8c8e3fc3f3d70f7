using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Import;
using Autonomys.DevChain.State;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests;

public sealed class ImportedHistoryTests
{
    private static readonly ChainState Genesis = BlockExecutor.Genesis(ChainSpec.From(TestChain.Options("/tmp"))).State;

    [Fact]
    public void Files_come_back_bit_for_bit_also_when_the_import_was_started_again_in_the_middle()
    {
        using TestFolder folder = new();
        string source = folder.File("source");
        Directory.CreateDirectory(Path.Combine(source, "deep", "er"));
        Dictionary<string, byte[]> files = new()
        {
            ["empty"] = [],
            ["a.bin"] = Vectors.Bytes("a", 5000),
            ["deep/b.bin"] = Vectors.Bytes("b", 1),
            ["deep/er/ünï 圖.txt"] = Vectors.Bytes("c", 12_345),
        };
        foreach ((string name, byte[] bytes) in files)
        {
            File.WriteAllBytes(Path.Combine(source, name), bytes);
        }

        List<byte[]> blocks = [];
        List<DevChainEvent> events = [];
        ChainState state = Genesis;
        ImportQueue queue = ImportQueue.Open(source, events.Add, default);
        for (int i = 0; i < 100; i++)
        {
            // A node that starts again knows only the chain.
            queue = i == 3 ? ImportQueue.Open(source, events.Add, default) : queue;
            IReadOnlyList<ImportedChunk> chunks = queue.Next(state, 1024);
            if (chunks.Count == 0)
            {
                break;
            }

            Assert.InRange(chunks.Sum(chunk => chunk.Data.Length), 0, 1024);
            blocks.Add(Block(chunks));
            foreach (ImportedChunk chunk in chunks)
            {
                state = state with { Imports = state.Imports.SetItem(chunk.Name, new(chunk.FileHash, chunk.Offset + (ulong)chunk.Data.Length)) };
            }
        }

        Assert.Equal(new ImportFinished(4, 17_346), Assert.IsType<ImportFinished>(events[^1]));
        string target = folder.File("target");
        using ImportedHistory history = new(target);
        Assert.All(blocks, block => Assert.True(history.Add(block)));
        IReadOnlyList<ExportedFile> exported = history.Finish();

        Assert.Equal(files.Count, exported.Count);
        Assert.All(exported, file => Assert.Null(file.Problem));
        Assert.All(files, file => Assert.Equal(file.Value, File.ReadAllBytes(Path.Combine(target, file.Key))));
        Assert.Equal(4, Directory.GetFiles(target, "*", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("../escape")]
    [InlineData("/absolute")]
    [InlineData("a/../../b")]
    [InlineData("a//b")]
    [InlineData("..\\escape")]
    [InlineData("C:/x")]
    [InlineData("")]
    [InlineData(".autonomys-export/x")]
    [InlineData("a\0b")]
    public void Names_that_would_leave_the_folder_are_refused(string name)
    {
        using TestFolder folder = new();
        using ImportedHistory history = new(folder.File("target"));
        history.Add(Block([Chunk(name, "abc"u8.ToArray(), 0, 3, Blake3.Hash("abc"u8))]));

        ExportedFile file = Assert.Single(history.Finish());

        Assert.NotNull(file.Problem);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("target")));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_name_that_is_a_folder_of_another_is_a_problem_of_that_file_alone()
    {
        using TestFolder folder = new();
        using ImportedHistory history = new(folder.File("target"));
        Blake3Hash hash = Blake3.Hash("abc"u8);
        history.Add(Block([Chunk("a/b", "abc"u8.ToArray(), 0, 3, hash), Chunk("a", "abc"u8.ToArray(), 0, 3, hash), Chunk("c", "abc"u8.ToArray(), 0, 3, hash)]));

        Dictionary<string, string?> problems = history.Finish().ToDictionary(file => file.Name, file => file.Problem);

        Assert.Equal((null, null), (problems["a/b"], problems["c"]));
        Assert.NotNull(problems["a"]);
        Assert.Equal(9UL, history.BytesFound);
    }

    [Fact]
    public void A_link_in_the_target_is_not_followed()
    {
        using TestFolder folder = new();
        Directory.CreateDirectory(folder.File("target"));
        Directory.CreateDirectory(folder.File("outside"));
        Directory.CreateSymbolicLink(Path.Combine(folder.File("target"), "link"), folder.File("outside"));
        using ImportedHistory history = new(folder.File("target"));
        history.Add(Block([Chunk("link/file", "abc"u8.ToArray(), 0, 3, Blake3.Hash("abc"u8))]));

        Assert.Contains("is a link", Assert.Single(history.Finish()).Problem, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.File("outside")));
    }

    [Fact]
    public void Missing_parts_wrong_bytes_and_other_remarks_are_told_apart()
    {
        using TestFolder folder = new();
        using ImportedHistory history = new(folder.File("target"));
        Blake3Hash hash = Blake3.Hash("abcdef"u8);
        Assert.False(history.Add([1, 2, 3]));
        history.Add(Block([Chunk("gap", "ab"u8.ToArray(), 0, 6, hash), Chunk("gap", "ef"u8.ToArray(), 4, 6, hash)]));
        history.Add(Block([Chunk("short", "ab"u8.ToArray(), 0, 6, hash)]));
        history.Add(Block([Chunk("wrong", "abcdeX"u8.ToArray(), 0, 6, hash)]));
        history.Add(Block([Chunk("good", "abcdef"u8.ToArray(), 0, 6, hash)]));

        Dictionary<string, string?> problems = history.Finish().ToDictionary(file => file.Name, file => file.Problem);

        Assert.Null(problems["good"]);
        Assert.Contains("missing", problems["gap"], StringComparison.Ordinal);
        Assert.Contains("first 2 of 6", problems["short"], StringComparison.Ordinal);
        Assert.Contains("hash", problems["wrong"], StringComparison.Ordinal);
        Assert.Equal([Path.Combine(folder.File("target"), "good")], Directory.GetFileSystemEntries(folder.File("target")));
    }

    private static ImportedChunk Chunk(string name, byte[] data, ulong offset, ulong length, Blake3Hash hash) => new(name, length, offset, hash, data);

    private static byte[] Block(IReadOnlyList<ImportedChunk> chunks) => Scale.Encode(new SignedBlock(
        new BlockHeader(default, 1, default, default, []), [Extrinsics.Timestamp(1), .. chunks.Select(Extrinsics.Import)], null));
}
