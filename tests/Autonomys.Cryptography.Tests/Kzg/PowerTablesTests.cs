using System.Security.Cryptography;
using System.Text.Json;
using Autonomys.Cryptography.Kzg;
using Autonomys.Testing;
using Scheme = Autonomys.Cryptography.Kzg.Kzg;

namespace Autonomys.Cryptography.Tests.Kzg;

/// <summary>Tables change how long a commitment takes and nothing else, whatever happened to their file.</summary>
public sealed class PowerTablesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autonomys-tables-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tables_are_kept_and_a_spoilt_file_of_them_is_made_again()
    {
        string path = Path.Combine(_folder, "development.tables");
        JsonElement record = Vectors.Json("kzg-development.json").GetProperty("records")[0];
        Polynomial polynomial = KzgSchemes.Development.Polynomial(ScalarData.FromLabel(record.GetProperty("label").GetString()!, 32768));
        byte[] expected = record.Hex("commitment");

        AssertCommits(path);
        using (FileStream file = new(path, FileMode.Open))
        {
            file.Position = 31_415_926;
            file.WriteByte((byte)(file.ReadByte() ^ 1));
        }

        AssertCommits(path);
        DateTime written = File.GetLastWriteTimeUtc(path);
        AssertCommits(path);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));
        Assert.Equal([path], Directory.GetFiles(_folder));

        void AssertCommits(string tables)
        {
            Scheme kzg = new(KzgSchemes.Development.Parameters, tables);
            kzg.Prepare(threads: 2, CancellationToken.None);
            Assert.Equal(expected, kzg.Commit(polynomial, threads: 2).ToArray());
            Assert.Equal(PowerTables.Sha256(KzgParameterSet.Development), Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(tables))));
        }
    }

    [Fact]
    public void Cancelled_it_leaves_nothing()
    {
        Scheme kzg = new(KzgSchemes.Development.Parameters, Path.Combine(_folder, "absent", "tables"));
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => kzg.Prepare(threads: 2, stop.Token));
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }
}
