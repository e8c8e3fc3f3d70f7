using System.Text;
using System.Text.Json;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Testing;

/// <summary>The golden vectors in tests/vectors, and the labelled bytes that they are made from.</summary>
public static class Vectors
{
    /// <summary>The folder of the vector files, found from the test's own folder upwards.</summary>
    public static string Folder { get; } = FindUpwards("tests/vectors")
        ?? throw new DirectoryNotFoundException("tests/vectors was not found above " + AppContext.BaseDirectory);

    public static string PathOf(string file) => Path.Combine(Folder, file);

    public static JsonElement Json(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(file)));
        return document.RootElement.Clone();
    }

    /// <summary>First <paramref name="length"/> bytes of the BLAKE3 extendable output of the UTF-8 label.</summary>
    public static byte[] Bytes(string label, int length)
    {
        byte[] output = new byte[length];
        Blake3.Hash(Encoding.UTF8.GetBytes(label), output);
        return output;
    }

    public static byte[] Hex(this JsonElement element) => Convert.FromHexString(element.GetString()!);

    public static byte[] Hex(this JsonElement element, string property) => element.GetProperty(property).Hex();

    /// <summary>
    /// The public ceremony's KZG parameters, or null: they are never part of this repository.
    /// Looked for in AUTONOMYS_KZG_PARAMETERS, the user's data directory and shared/kzg above the repository.
    /// </summary>
    public static string? EthereumKzgParameters()
    {
        const string Name = "eth-public-parameters.bin";
        string?[] candidates =
        [
            Environment.GetEnvironmentVariable("AUTONOMYS_KZG_PARAMETERS"),
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "autonomys-farmer", Name),
            FindUpwards(Path.Combine("shared", "kzg", Name)),
        ];
        return candidates.FirstOrDefault(path => path is not null && File.Exists(path));
    }

    /// <summary>What a skipped test says when <see cref="EthereumKzgParameters"/> is null.</summary>
    public const string NeedsEthereumKzgParameters =
        "Needs the public KZG parameters (1,579,104 bytes, SHA-256 f3ead1a6249527aa503d6c56578325c01d19b3365cc59905be2bba64ae322925): "
        + "set AUTONOMYS_KZG_PARAMETERS to the file, or install it with `autonomys-farmer util kzg-parameters --from FILE`.";

    private static string? FindUpwards(string relative)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, relative);
            if (Path.Exists(path))
            {
                return path;
            }
        }

        return null;
    }
}
