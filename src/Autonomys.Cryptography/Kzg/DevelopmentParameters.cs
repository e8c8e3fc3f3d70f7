using System.Text;
using Autonomys.Cryptography.Bls12381.Curves;
using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Cryptography.Bls12381.MultiScalar;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cryptography.Kzg;

/// <summary>Makes the parameters of development chains from their known secret, and keeps them in a file.</summary>
internal static class DevelopmentParameters
{
    private const string Label = "autonomys-farmer development kzg parameters";

    /// <summary>Reads the cache file, or makes the parameters and writes it when it is absent or spoilt.</summary>
    /// <exception cref="KzgParametersException">The cache file cannot be written.</exception>
    public static KzgParameters LoadOrMake(string? cachePath)
    {
        if (cachePath is null)
        {
            return Make();
        }

        if (File.Exists(cachePath))
        {
            try
            {
                return KzgParameters.Load(cachePath, KzgParameterSet.Development);
            }
            catch (KzgParametersException)
            {
                // The file is of our own making and holds no more than its name says: it is made again below.
            }
        }

        KzgParameters parameters = Make();
        Write(cachePath, parameters.Bytes);
        return parameters;
    }

    private static KzgParameters Make() =>
        KzgParameters.FromBytes(MakeBytes(), KzgParameterSet.Development, "made of the development secret");

    private static byte[] MakeBytes()
    {
        byte[] secret = new byte[Scalar.Size];
        Blake3.Hash(Encoding.UTF8.GetBytes(Label), secret);
        secret[0] &= 0x3f;
        Scalar[] powers = new Scalar[KzgParameters.G1Count];
        Scalar tau = Scalar.FromBytes(secret);
        Scalar power = Scalar.One;
        for (int i = 0; i < powers.Length; i++)
        {
            powers[i] = power;
            power *= tau;
        }

        byte[] bytes = new byte[KzgParameters.FileSize];
        const int Run = 2048;
        FixedPointMultiplier multiplier = new(G1Affine.Generator);
        Parallel.For(0, powers.Length / Run, run =>
        {
            G1Affine[] points = new G1Affine[Run];
            multiplier.Multiply(powers.AsSpan(run * Run, Run), points);
            for (int i = 0; i < Run; i++)
            {
                points[i].ToCompressed(bytes.AsSpan(((run * Run) + i) * G1Affine.CompressedSize, G1Affine.CompressedSize));
            }
        });

        for (int i = 0; i < KzgParameters.G2Count; i++)
        {
            int offset = (KzgParameters.G1Count * G1Affine.CompressedSize) + (i * G2Affine.CompressedSize);
            G2Point.Generator.Multiply(powers[i]).ToAffine().ToCompressed(bytes.AsSpan(offset, G2Affine.CompressedSize));
        }

        return bytes;
    }

    // A reader sees the whole file or none: it is written beside its place and moved there.
    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        string temporary = $"{path}.{Environment.ProcessId}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            using (FileStream file = new(temporary, FileMode.Create, FileAccess.Write))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new KzgParametersException($"The development KZG parameters cannot be kept in {path}: {exception.Message}", exception);
        }
    }
}
