using System.Security.Cryptography;
using System.Text;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Cryptography.Signatures;

/// <summary>An sr25519 key pair: Schnorr signatures over ristretto255 as schnorrkel makes them.</summary>
public sealed class Sr25519KeyPair
{
    public const int MiniSecretSize = 32;

    public const int SignatureSize = 64;

    // Set in the last byte of every signature; it tells these from Ed25519's.
    private const byte Marker = 0x80;

    private readonly byte[] _scalar;
    private readonly byte[] _nonce;

    private Sr25519KeyPair(byte[] scalar, byte[] nonce)
    {
        _scalar = scalar;
        _nonce = nonce;
        Span<byte> publicKey = stackalloc byte[Ristretto255.Size];
        Ristretto255.MultiplyBase(scalar, publicKey);
        PublicKey = PublicKey.From(publicKey);
    }

    public PublicKey PublicKey { get; }

    /// <summary>
    /// Expands a mini secret of 32 bytes the Ed25519 way: SHA-512, clamping, and division of the scalar by the cofactor.
    /// </summary>
    /// <exception cref="ArgumentException">The mini secret has another length.</exception>
    public static Sr25519KeyPair FromMiniSecret(ReadOnlySpan<byte> miniSecret)
    {
        if (miniSecret.Length != MiniSecretSize)
        {
            throw new ArgumentException($"A mini secret is {MiniSecretSize} bytes, got {miniSecret.Length}.", nameof(miniSecret));
        }

        Span<byte> expanded = stackalloc byte[64];
        SHA512.HashData(miniSecret, expanded);
        byte[] scalar = expanded[..32].ToArray();
        scalar[0] &= 0b1111_1000;
        scalar[31] &= 0b0011_1111;
        scalar[31] |= 0b0100_0000;
        DivideByCofactor(scalar);
        byte[] nonce = expanded[32..].ToArray();
        CryptographicOperations.ZeroMemory(expanded);
        return new Sr25519KeyPair(scalar, nonce);
    }

    /// <summary>
    /// The key of BIP39-like entropy without a password: unlike BIP39 it is the entropy that is stretched, not the words.
    /// </summary>
    /// <param name="entropy">16, 20, 24, 28 or 32 bytes; a farm's identity has 32.</param>
    /// <exception cref="ArgumentException">The entropy has another length.</exception>
    public static Sr25519KeyPair FromEntropy(ReadOnlySpan<byte> entropy)
    {
        byte[] miniSecret = MiniSecretFromEntropy(entropy, "");
        Sr25519KeyPair pair = FromMiniSecret(miniSecret);
        CryptographicOperations.ZeroMemory(miniSecret);
        return pair;
    }

    /// <summary>Signs <paramref name="message"/>; every call gives other, equally valid bytes.</summary>
    public Bytes64 Sign(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message)
    {
        MerlinTranscript transcript = StartTranscript(context, message, PublicKey);
        Span<byte> wide = stackalloc byte[64];
        Span<byte> blinding = stackalloc byte[Ristretto255.Size];
        Span<byte> signature = stackalloc byte[SignatureSize];

        transcript.Witness("signing"u8, _nonce, wide);
        Ristretto255.ReduceWide(wide, blinding);
        Ristretto255.MultiplyBase(blinding, signature[..32]);
        Challenge(transcript, signature[..32], wide[..32]);
        Ristretto255.MultiplyAdd(wide[..32], _scalar, blinding, signature[32..]);
        signature[63] |= Marker;

        CryptographicOperations.ZeroMemory(wide);
        CryptographicOperations.ZeroMemory(blinding);
        return Bytes64.From(signature);
    }

    /// <summary>
    /// Whether <paramref name="signature"/> is <paramref name="publicKey"/>'s over the message in that context.
    /// False for anything malformed: length, marker, scalar not below the group order, key that is no point.
    /// </summary>
    public static bool Verify(
        PublicKey publicKey, ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != SignatureSize || (signature[63] & Marker) == 0)
        {
            return false;
        }

        Span<byte> response = stackalloc byte[Ristretto255.Size];
        signature[32..].CopyTo(response);
        response[31] &= Marker ^ 0xff;
        if (!Ristretto255.IsCanonicalScalar(response) || !Ristretto255.IsValidPoint(publicKey.AsSpan()))
        {
            return false;
        }

        MerlinTranscript transcript = StartTranscript(context, message, publicKey);
        Span<byte> challenge = stackalloc byte[Ristretto255.Size];
        Span<byte> expected = stackalloc byte[Ristretto255.Size];
        Span<byte> product = stackalloc byte[Ristretto255.Size];
        Challenge(transcript, signature[..32], challenge);

        // R = s·B − c·A, compared as encodings: they are canonical.
        Ristretto255.MultiplyBase(response, expected);
        Ristretto255.Multiply(challenge, publicKey.AsSpan(), product);
        Ristretto255.Subtract(expected, product, expected);
        return expected.SequenceEqual(signature[..32]);
    }

    /// <summary>The secret as Ed25519 software stores it: scalar times the cofactor, then the nonce; 64 bytes.</summary>
    public byte[] ToEd25519Bytes()
    {
        byte[] bytes = ToSecretBytes();
        MultiplyByCofactor(bytes.AsSpan(0, 32));
        return bytes;
    }

    /// <summary>Scalar and nonce, 64 bytes.</summary>
    internal byte[] ToSecretBytes() => [.. _scalar, .. _nonce];

    internal static byte[] MiniSecretFromEntropy(ReadOnlySpan<byte> entropy, string password)
    {
        if (entropy.Length is < 16 or > 32 || entropy.Length % 4 != 0)
        {
            throw new ArgumentException($"Entropy is 16, 20, 24, 28 or 32 bytes, got {entropy.Length}.", nameof(entropy));
        }

        return Rfc2898DeriveBytes.Pbkdf2(
            entropy, Encoding.UTF8.GetBytes("mnemonic" + password), iterations: 2048, HashAlgorithmName.SHA512, MiniSecretSize);
    }

    private static MerlinTranscript StartTranscript(ReadOnlySpan<byte> context, ReadOnlySpan<byte> message, PublicKey publicKey)
    {
        MerlinTranscript transcript = new("SigningContext"u8);
        transcript.Append(""u8, context);
        transcript.Append("sign-bytes"u8, message);
        transcript.Append("proto-name"u8, "Schnorr-sig"u8);
        transcript.Append("sign:pk"u8, publicKey.AsSpan());
        return transcript;
    }

    private static void Challenge(MerlinTranscript transcript, ReadOnlySpan<byte> commitment, Span<byte> challenge)
    {
        Span<byte> wide = stackalloc byte[64];
        transcript.Append("sign:R"u8, commitment);
        transcript.Challenge("sign:c"u8, wide);
        Ristretto255.ReduceWide(wide, challenge);
    }

    private static void DivideByCofactor(Span<byte> scalar)
    {
        int low = 0;
        for (int i = scalar.Length - 1; i >= 0; i--)
        {
            int value = scalar[i];
            scalar[i] = (byte)((value >> 3) | (low << 5));
            low = value & 0b111;
        }
    }

    private static void MultiplyByCofactor(Span<byte> scalar)
    {
        int high = 0;
        for (int i = 0; i < scalar.Length; i++)
        {
            int value = scalar[i];
            scalar[i] = (byte)((value << 3) | high);
            high = value >> 5;
        }
    }
}
