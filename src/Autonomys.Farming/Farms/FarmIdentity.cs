using System.Security.Cryptography;
using Autonomys.Cryptography.Signatures;
using Autonomys.Farming.Farms.Files;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Microsoft.Win32.SafeHandles;

namespace Autonomys.Farming.Farms;

/// <summary>The secret of a farm, kept unencrypted in identity.bin: 32 bytes of entropy behind their SCALE length (protocol.md 4.4).</summary>
public sealed class FarmIdentity
{
    /// <summary>Bytes of entropy.</summary>
    public const int EntropySize = 32;

    /// <summary>Bytes of identity.bin.</summary>
    public const int FileSize = 1 + EntropySize;

    // SCALE compact encoding of 32.
    private const byte LengthPrefix = EntropySize << 2;

    private FarmIdentity(ReadOnlySpan<byte> entropy) => KeyPair = Sr25519KeyPair.FromEntropy(entropy);

    /// <summary>Key that the sectors of the farm belong to.</summary>
    public PublicKey PublicKey => KeyPair.PublicKey;

    /// <summary>The pair behind it.</summary>
    public Sr25519KeyPair KeyPair { get; }

    /// <summary>Claims a block or vote that a sector of this farm has won.</summary>
    public RewardSignature SignReward(Blake3Hash hash) => RewardSigning.Sign(KeyPair, hash);

    /// <summary>Reads a farm's identity; null when there is no file.</summary>
    /// <exception cref="FarmException">The file cannot be read, or is not an identity.</exception>
    public static FarmIdentity? Open(string directory)
    {
        string path = Path.Combine(directory, FarmFiles.Identity);
        try
        {
            using SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            Span<byte> content = stackalloc byte[FileSize];
            int read = RandomAccess.Read(file, content, 0);
            if (read < FileSize || content[0] != LengthPrefix)
            {
                FarmException.Throw(
                    FarmError.Corrupt,
                    $"{path} is not an identity: it must begin with the byte 0x{LengthPrefix:x2} and {EntropySize} bytes of entropy. "
                    + "Restore it from a copy: without it the plotted sectors cannot farm.");
            }

            FarmIdentity identity = new(content[1..]);
            CryptographicOperations.ZeroMemory(content);
            return identity;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FarmException(FarmError.Io, $"{path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Makes a new identity, readable for its owner only. Never replaces one.</summary>
    /// <exception cref="FarmException">There is one already, or the disk refuses.</exception>
    public static FarmIdentity Create(string directory)
    {
        byte[] content = new byte[FileSize];
        content[0] = LengthPrefix;
        RandomNumberGenerator.Fill(content.AsSpan(1));
        string path = Path.Combine(directory, FarmFiles.Identity);
        string temporary = $"{path}.{FarmId.New()}";
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (FileStream stream = new(temporary, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path);
            LibC.SyncDirectory(directory);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new FarmException(FarmError.Io, $"{path} cannot be made: {exception.Message}", exception);
        }

        FarmIdentity identity = new(content.AsSpan(1));
        CryptographicOperations.ZeroMemory(content);
        return identity;
    }
}
