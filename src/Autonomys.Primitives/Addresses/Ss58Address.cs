using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Primitives.Addresses;

/// <summary>A public key as people write it: SS58, which is a network prefix, the key and a checksum in base 58.</summary>
/// <param name="PublicKey">The key; the same key has another address on every network.</param>
/// <param name="Prefix">Network prefix, 0 to 16,383.</param>
/// <remarks>The format is that of https://docs.substrate.io/reference/address-formats/ for 32-byte keys.</remarks>
public readonly record struct Ss58Address(PublicKey PublicKey, ushort Prefix = Ss58Address.AutonomysPrefix)
{
    /// <summary>Prefix of Autonomys addresses, which begin with su.</summary>
    public const ushort AutonomysPrefix = 6094;

    private const int ChecksumSize = 2;
    private const ushort MaxPrefix = 16_383;
    private const int FirstTwoBytePrefix = 64;

    // The longest address has 36 bytes, which is 50 characters; what is far longer need not be decoded to be refused.
    private const int MaxCharacters = 64;

    /// <exception cref="FormatException">Not an address; the message says what is wrong and what would be right.</exception>
    public static Ss58Address Parse(string text) =>
        TryParse(text, out Ss58Address address, out string? error) ? address : throw new FormatException(error);

    /// <summary>Reads an address of any network whose prefix is not reserved.</summary>
    /// <param name="text">The address.</param>
    /// <param name="address">The address read.</param>
    /// <param name="error">What is wrong, and what would be right.</param>
    public static bool TryParse(string? text, out Ss58Address address, [NotNullWhen(false)] out string? error)
    {
        address = default;
        if (string.IsNullOrEmpty(text))
        {
            error = "The address is empty; expected one such as su… with 49 or so characters.";
            return false;
        }

        if (text.Length > MaxCharacters)
        {
            error = $"The address has {text.Length} characters; an address of a 32-byte key has 47 to 50.";
            return false;
        }

        byte[]? bytes = Base58.TryDecode(text, out int bad);
        if (bytes is null)
        {
            error = $"The address \"{text}\" has '{text[bad]}' as character {bad + 1}; "
                + "addresses have only digits and letters, without 0 (zero), O, I and l.";
            return false;
        }

        int prefixSize = bytes.Length > 0 && bytes[0] >= FirstTwoBytePrefix ? 2 : 1;
        if (bytes.Length > 0 && bytes[0] >= 2 * FirstTwoBytePrefix)
        {
            error = $"The address \"{text}\" begins with the reserved byte {bytes[0]}; Autonomys addresses begin with su.";
            return false;
        }

        if (bytes.Length != prefixSize + PublicKey.Size + ChecksumSize)
        {
            error = $"The address \"{text}\" has {bytes.Length} bytes; with its prefix and a 32-byte key it must have "
                + $"{prefixSize + PublicKey.Size + ChecksumSize}. Is a part of it missing or doubled?";
            return false;
        }

        ushort prefix = prefixSize == 1
            ? bytes[0]
            : (ushort)((byte)(bytes[0] << 2) | (bytes[1] >> 6) | ((bytes[1] & 0b0011_1111) << 8));
        if (IsReserved(prefix))
        {
            error = $"The address \"{text}\" has the reserved network prefix {prefix}; Autonomys addresses have {AutonomysPrefix} (su…).";
            return false;
        }

        int hashed = prefixSize + PublicKey.Size;
        Span<byte> checksum = stackalloc byte[ChecksumSize];
        Checksum(bytes.AsSpan(0, hashed), checksum);
        if (!checksum.SequenceEqual(bytes.AsSpan(hashed)))
        {
            error = $"The checksum of the address \"{text}\" does not match: at least one character is wrong. Copy it again.";
            return false;
        }

        address = new(PublicKey.From(bytes.AsSpan(prefixSize, PublicKey.Size)), prefix);
        error = null;
        return true;
    }

    /// <exception cref="InvalidOperationException">The prefix is above 16,383 or reserved.</exception>
    public override string ToString()
    {
        if (Prefix > MaxPrefix || IsReserved(Prefix))
        {
            throw new InvalidOperationException($"{Prefix} is not a network prefix: 0 to {MaxPrefix} without 46 and 47.");
        }

        int prefixSize = Prefix < FirstTwoBytePrefix ? 1 : 2;
        Span<byte> bytes = stackalloc byte[prefixSize + PublicKey.Size + ChecksumSize];
        if (prefixSize == 1)
        {
            bytes[0] = (byte)Prefix;
        }
        else
        {
            // 01aaaaaa bbcccccc, where aaaaaabb is the low byte and cccccc the high one.
            bytes[0] = (byte)(0b0100_0000 | ((byte)Prefix >> 2));
            bytes[1] = (byte)((Prefix << 6) | (Prefix >> 8));
        }

        int hashed = prefixSize + PublicKey.Size;
        PublicKey.AsSpan().CopyTo(bytes[prefixSize..]);
        Checksum(bytes[..hashed], bytes[hashed..]);
        return Base58.Encode(bytes);
    }

    private static bool IsReserved(ushort prefix) => prefix is 46 or 47;

    private static void Checksum(ReadOnlySpan<byte> prefixAndKey, Span<byte> checksum)
    {
        ReadOnlySpan<byte> domain = "SS58PRE"u8;
        Span<byte> input = stackalloc byte[64];
        domain.CopyTo(input);
        prefixAndKey.CopyTo(input[domain.Length..]);
        Span<byte> hash = stackalloc byte[Blake2b.MaxOutputSize];
        Blake2b.Hash(input[..(domain.Length + prefixAndKey.Length)], hash);
        hash[..checksum.Length].CopyTo(checksum);
    }
}
