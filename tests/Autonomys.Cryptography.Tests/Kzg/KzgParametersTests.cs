using System.Security.Cryptography;
using System.Text.Json;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;

namespace Autonomys.Cryptography.Tests.Kzg;

/// <summary>Parameter files: found where they should be, refused when they are others, made when they are for development.</summary>
public sealed class KzgParametersTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kzg-parameters-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Development_parameters_are_those_of_the_vectors() =>
        AssertParameters(KzgSchemes.Development.Parameters, Vectors.Json("kzg-development.json").GetProperty("srs"));

    [Fact]
    public void Ethereum_parameters_are_those_of_the_vectors() =>
        AssertParameters(KzgSchemes.EthereumOrSkip().Parameters, Vectors.Json("kzg.json").GetProperty("srs"));

    [Fact]
    public void Cache_file_is_written_read_and_made_again_when_spoilt()
    {
        string path = Path.Combine(_folder, "deeper", "development.bin");
        Assert.Equal(KzgParameterSet.Development, DevelopmentParameters.LoadOrMake(path).Set);
        Assert.Equal([path], Directory.GetFiles(Path.GetDirectoryName(path)!));
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(KzgParameters.Sha256(KzgParameterSet.Development), Convert.ToHexStringLower(SHA256.HashData(bytes)));

        DateTime written = File.GetLastWriteTimeUtc(path);
        Assert.Equal(bytes, DevelopmentParameters.LoadOrMake(path).Bytes);
        Assert.Equal(written, File.GetLastWriteTimeUtc(path));

        bytes[12345] ^= 1;
        File.WriteAllBytes(path, bytes);
        Assert.Throws<KzgParametersException>(() => KzgParameters.Load(path, KzgParameterSet.Development));
        bytes[12345] ^= 1;
        Assert.Equal(bytes, DevelopmentParameters.LoadOrMake(path).Bytes);
        Assert.Equal(bytes, File.ReadAllBytes(path));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_is_an_error_that_names_it()
    {
        string file = Path.Combine(_folder, "file");
        File.WriteAllText(file, "");
        string path = Path.Combine(file, "development.bin");
        KzgParametersException error = Assert.Throws<KzgParametersException>(() => DevelopmentParameters.LoadOrMake(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_of_another_size_or_hash_are_refused_with_both_hashes_and_the_remedy()
    {
        string path = Path.Combine(_folder, "parameters.bin");
        Assert.Contains(path, Assert.Throws<KzgParametersException>(() => KzgParameters.Load(path)).Message, StringComparison.Ordinal);
        Assert.Throws<KzgParametersException>(() => KzgParameters.Load(_folder));
        Assert.Throws<KzgParametersException>(() => KzgParameters.Load(""));

        File.WriteAllBytes(path, new byte[1000]);
        AssertMessage(path, "1000 bytes instead of 1579104", "autonomys-farmer util kzg-parameters --from");

        byte[] zeros = new byte[KzgParameters.FileSize];
        File.WriteAllBytes(path, zeros);
        AssertMessage(
            path, Convert.ToHexStringLower(SHA256.HashData(zeros)), KzgParameters.Sha256(KzgParameterSet.Ethereum), "--kzg-parameters");

        File.WriteAllBytes(path, KzgSchemes.Development.Parameters.Bytes);
        AssertMessage(path, KzgParameters.Sha256(KzgParameterSet.Development), "These are the development parameters");
    }

    [Fact]
    public void Option_comes_before_environment_before_data_directory()
    {
        string option = Existing("option"), environment = Existing("environment"), installed = Existing("installed");
        string absent = Path.Combine(_folder, "absent");
        Assert.Equal(option, KzgParameters.Locate(option, environment, installed));
        Assert.Equal(environment, KzgParameters.Locate(null, environment, installed));
        Assert.Equal(installed, KzgParameters.Locate("", "", installed));
        foreach ((string? first, string? second) in new[] { (absent, environment), ((string?)null, absent), (null, null) })
        {
            string third = second == environment ? installed : absent;
            KzgParametersException error = Assert.Throws<KzgParametersException>(() => KzgParameters.Locate(first, second, third));
            Assert.Contains(absent, error.Message, StringComparison.Ordinal);
            Assert.Contains("--kzg-parameters", error.Message, StringComparison.Ordinal);
        }
    }

    private string Existing(string name)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, name);
        return path;
    }

    private static void AssertMessage(string path, params string[] parts)
    {
        KzgParametersException error = Assert.Throws<KzgParametersException>(() => KzgParameters.Load(path));
        Assert.All(parts.Append(path), part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
    }

    private static void AssertParameters(KzgParameters parameters, JsonElement expected)
    {
        byte[] bytes = parameters.Bytes.ToArray();
        Assert.Equal(KzgParameters.FileSize, expected.GetProperty("len").GetInt32());
        G1Affine[] powers = parameters.DecompressG1(KzgParameters.G1Count, threads: 2);
        Assert.Equal(expected.GetProperty("num_g1").GetInt32(), powers.Length);
        Assert.Equal(expected.GetProperty("num_g2").GetInt32(), parameters.G2.Length);
        Assert.Equal(expected.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
        Assert.Equal(expected.GetProperty("blake3").GetString(), Blake3.Hash(bytes).ToString());
        Assert.Equal(expected.GetProperty("g1[0]").GetString(), powers[0].ToString());
        Assert.Equal(expected.GetProperty("g1[1]").GetString(), powers[1].ToString());
        Assert.Equal(expected.GetProperty("g1[32767]").GetString(), powers[32767].ToString());
        Assert.Equal(expected.GetProperty("g2[0]").GetString(), parameters.G2[0].ToString());
        Assert.Equal(expected.GetProperty("g2[1]").GetString(), parameters.G2[1].ToString());
    }
}
