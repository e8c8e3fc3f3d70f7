using System.Security.Cryptography;
using Autonomys.Cryptography.Bls12381.MultiScalar;

namespace Autonomys.Cryptography.Kzg;

/// <summary>The tables for commitments: made from the parameters in seconds, or read from a file that kept them.</summary>
/// <remarks>
/// The file holds the tables as they lie in memory, 48 MiB. It is a cache of ours: its hash is checked, and one that is absent, spoilt
/// or of other parameters is made again.
/// </remarks>
internal static class PowerTables
{
    /// <summary>What the file's name adds to that of the parameters.</summary>
    public const string Suffix = ".tables";

    private const string EthereumSha256 = "da2cd8d601c49b89e7be4e95c4bddb7f33270a4a4ccff66c8de99c765d6a4a17";
    private const string DevelopmentSha256 = "c1813bc8a44f69f400c2ff2606f29bc4cd54e9d8f368f0b1d229f1cc0c183622";

    /// <summary>Reads the tables, or makes and keeps them.</summary>
    /// <param name="parameters">Whose powers in G1.</param>
    /// <param name="path">The file; null to keep none. One that cannot be written is done without.</param>
    /// <param name="threads">Threads to use at once.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public static FixedBaseMsm LoadOrMake(KzgParameters parameters, string? path, int threads, CancellationToken cancellationToken)
    {
        if (path is not null && TryRead(path, parameters.Set) is { } kept)
        {
            return kept;
        }

        FixedBaseMsm made = new(parameters.DecompressG1(KzgParameters.G1Count, threads, cancellationToken), threads, cancellationToken);
        if (path is not null && BitConverter.IsLittleEndian)
        {
            TryWrite(path, made.TableBytes);
        }

        return made;
    }

    /// <summary>SHA-256 of the tables of a set, lower-case hex.</summary>
    internal static string Sha256(KzgParameterSet set) => set == KzgParameterSet.Ethereum ? EthereumSha256 : DevelopmentSha256;

    private static FixedBaseMsm? TryRead(string path, KzgParameterSet set)
    {
        try
        {
            if (new FileInfo(path) is not { Exists: true, Length: var length } || length != FixedBaseMsm.TableSize(KzgParameters.G1Count))
            {
                return null;
            }

            byte[] bytes = File.ReadAllBytes(path);
            return Convert.ToHexStringLower(SHA256.HashData(bytes)) == Sha256(set) ? FixedBaseMsm.FromTables(bytes, KzgParameters.G1Count) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Without the cache the tables are made anew.
            return null;
        }
    }

    private static void TryWrite(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
            {
                file.Write(bytes);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A read-only or full disk costs the next start some seconds, nothing else.
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }
        }
    }
}
