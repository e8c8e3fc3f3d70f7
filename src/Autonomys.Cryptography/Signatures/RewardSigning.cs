using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Cryptography.Signatures;

/// <summary>Signatures by which a farmer claims a block or vote: sr25519 over the 32 bytes of its hash (protocol.md 4.3).</summary>
public static class RewardSigning
{
    /// <summary>The signing context.</summary>
    public static ReadOnlySpan<byte> Context => "subspace_reward"u8;

    public static RewardSignature Sign(Sr25519KeyPair pair, Blake3Hash hash) => new(pair.Sign(Context, hash.AsSpan()));

    public static bool IsValid(PublicKey publicKey, Blake3Hash hash, RewardSignature signature) =>
        Sr25519KeyPair.Verify(publicKey, Context, hash.AsSpan(), signature.AsSpan());
}
