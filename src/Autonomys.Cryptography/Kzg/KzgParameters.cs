using System.Security.Cryptography;
using Autonomys.Cryptography.Bls12381.Curves;

namespace Autonomys.Cryptography.Kzg;

/// <summary>
/// The powers of a secret s in the two groups: s^i·G1 for i below 32,768 and s^i·G2 for i below 65, as a file of compressed points.
/// </summary>
/// <remarks>
/// The file's hash is checked before anything else, so its points need no check of their own. Immutable and safe to share.
/// </remarks>
public sealed class KzgParameters
{
    /// <summary>Number of powers in G1, and the most coefficients of a polynomial.</summary>
    public const int G1Count = 32768;

    /// <summary>Number of powers in G2.</summary>
    public const int G2Count = 65;

    /// <summary>Length of the file.</summary>
    public const int FileSize = (G1Count * G1Affine.CompressedSize) + (G2Count * G2Affine.CompressedSize);

    /// <summary>Name of the file in the user's data directory.</summary>
    public const string FileName = "eth-public-parameters.bin";

    /// <summary>Environment variable that names the file.</summary>
    public const string EnvironmentVariable = "AUTONOMYS_KZG_PARAMETERS";

    private const string EthereumSha256 = "f3ead1a6249527aa503d6c56578325c01d19b3365cc59905be2bba64ae322925";
    private const string DevelopmentSha256 = "201df2c29223ebe7b385fb5ac5ca31135175e317e0774b9ae6a3def356c7efd6";

    private const string Remedy =
        "Install the parameters with `autonomys-farmer util kzg-parameters --from FILE|URL`, or name the file with --kzg-parameters "
        + "or " + EnvironmentVariable + ".";

    private readonly byte[] _bytes;

    private KzgParameters(KzgParameterSet set, byte[] bytes)
    {
        Set = set;
        _bytes = bytes;
        G2 = new G2Affine[G2Count];
        for (int i = 0; i < G2Count; i++)
        {
            ReadOnlySpan<byte> point = bytes.AsSpan((G1Count * G1Affine.CompressedSize) + (i * G2Affine.CompressedSize), G2Affine.CompressedSize);
            Require(G2Affine.TryFromCompressedUnchecked(point, out G2[i]));
        }
    }

    public KzgParameterSet Set { get; }

    /// <summary>The file's bytes.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>s^i·G2.</summary>
    internal G2Affine[] G2 { get; }

    /// <summary>SHA-256 of the file of a set, lower-case hex.</summary>
    public static string Sha256(KzgParameterSet set) => set == KzgParameterSet.Ethereum ? EthereumSha256 : DevelopmentSha256;

    /// <summary>Where the file is looked for last, and where an installed file belongs.</summary>
    public static string DefaultPath => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "autonomys-farmer", FileName);

    /// <summary>
    /// The file to use: the one named by the option, else by AUTONOMYS_KZG_PARAMETERS, else the one in the user's data directory.
    /// </summary>
    /// <exception cref="KzgParametersException">The file that was named does not exist, or none was named and none is installed.</exception>
    public static string Locate(string? option = null) =>
        Locate(option, Environment.GetEnvironmentVariable(EnvironmentVariable), DefaultPath);

    /// <summary>Reads a file and checks its size and hash.</summary>
    /// <exception cref="KzgParametersException">The file cannot be read or is another one.</exception>
    public static KzgParameters Load(string path, KzgParameterSet set = KzgParameterSet.Ethereum)
    {
        byte[] bytes;
        try
        {
            // The length is judged first: a wrong path may well name something huge.
            long length = new FileInfo(path).Length;
            if (length != FileSize)
            {
                throw new KzgParametersException($"The KZG parameter file {path} has {length} bytes instead of {FileSize}. {Remedy}");
            }

            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new KzgParametersException($"The KZG parameter file {path} cannot be read: {exception.Message} {Remedy}", exception);
        }

        return FromBytes(bytes, set, path);
    }

    /// <summary>Takes over the bytes of a file after checking their size and hash.</summary>
    /// <param name="origin">Where the bytes are from, for the message.</param>
    /// <exception cref="KzgParametersException">The bytes are others.</exception>
    public static KzgParameters FromBytes(byte[] bytes, KzgParameterSet set, string origin)
    {
        string actual = Convert.ToHexStringLower(SHA256.HashData(bytes));
        string expected = Sha256(set);
        if (actual != expected)
        {
            string other = actual == Sha256(KzgParameterSet.Development) ? " These are the development parameters, which a public network does not use."
                : actual == Sha256(KzgParameterSet.Ethereum) ? " These are the public parameters, which a development chain does not use."
                : "";
            throw new KzgParametersException(
                $"The KZG parameter file {origin} has SHA-256 {actual} instead of {expected}.{other} {Remedy}");
        }

        return new KzgParameters(set, bytes);
    }

    /// <summary>s^i·G1 for the first <paramref name="count"/> i.</summary>
    internal G1Affine[] DecompressG1(int count, int threads = 1, CancellationToken cancellationToken = default)
    {
        const int Run = 256;
        G1Affine[] points = new G1Affine[count];
        ParallelOptions options = new() { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken };
        Parallel.For(0, (count + Run - 1) / Run, options, run =>
        {
            for (int i = run * Run; i < Math.Min(count, (run + 1) * Run); i++)
            {
                ReadOnlySpan<byte> point = _bytes.AsSpan(i * G1Affine.CompressedSize, G1Affine.CompressedSize);
                Require(G1Affine.TryFromCompressedUnchecked(point, out points[i]));
            }
        });

        return points;
    }

    internal static string Locate(string? option, string? environment, string installed)
    {
        if (!string.IsNullOrEmpty(option))
        {
            return File.Exists(option) ? option : throw new KzgParametersException(
                $"The KZG parameter file {option} given by --kzg-parameters does not exist. {Remedy}");
        }

        if (!string.IsNullOrEmpty(environment))
        {
            return File.Exists(environment) ? environment : throw new KzgParametersException(
                $"The KZG parameter file {environment} given by {EnvironmentVariable} does not exist. {Remedy}");
        }

        return File.Exists(installed) ? installed : throw new KzgParametersException(
            $"No KZG parameter file was found: neither --kzg-parameters nor {EnvironmentVariable} is given and {installed} does not exist. "
            + $"The file has {FileSize} bytes and SHA-256 {EthereumSha256}. {Remedy}");
    }

    private static void Require(bool decompressed)
    {
        if (!decompressed)
        {
            throw new InvalidOperationException("KZG parameters of the right hash have a point that is none.");
        }
    }
}
