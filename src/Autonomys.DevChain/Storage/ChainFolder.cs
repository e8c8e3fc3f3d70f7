using Autonomys.DevChain.State;

namespace Autonomys.DevChain.Storage;

/// <summary>The folder of a chain, with the constants that its first start fixed.</summary>
internal static class ChainFolder
{
    private const string SpecFile = "chain.json";

    /// <summary>Creates the folder and writes the chain's constants, or compares them with those that are there.</summary>
    /// <exception cref="DevChainException">The folder belongs to a chain with other constants, or cannot be used.</exception>
    public static ChainSpec Prepare(DevChainOptions options)
    {
        ChainSpec spec = ChainSpec.From(options);
        string path = Path.Combine(options.ChainFolder, SpecFile);
        try
        {
            Directory.CreateDirectory(options.ChainFolder);
            if (!File.Exists(path))
            {
                Write(path, spec.ToJson());
                return spec;
            }

            ChainSpec stored = ChainSpec.FromJson(File.ReadAllBytes(path))
                ?? throw new DevChainException($"{path} cannot be read. Restore it, or remove {options.ChainFolder} to start a new chain.");
            string differences = string.Join(", ", stored.DifferencesFrom(spec));
            return differences.Length == 0
                ? stored
                : throw new DevChainException(
                    $"{options.ChainFolder} belongs to a chain with other constants: now {differences}. Use the options of its first start, or another base path.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DevChainException($"{options.ChainFolder} cannot be used: {exception.Message}", exception);
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        string temporary = path + ".new";
        using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
