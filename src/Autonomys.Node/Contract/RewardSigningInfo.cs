using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Node.Contract;

/// <summary>A block's or vote's hash that the farm with this key is asked to sign, within 500 ms.</summary>
public sealed record RewardSigningInfo(Bytes32 Hash, PublicKey PublicKey) : IScaleType<RewardSigningInfo>
{
    public static int MinEncodedSize => Bytes32.Size + PublicKey.Size;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteFixed(Hash);
        writer.WriteFixed(PublicKey);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out RewardSigningInfo value)
    {
        value = null;
        if (!reader.TryReadFixed(out Bytes32 hash) || !reader.TryReadFixed(out PublicKey publicKey))
        {
            return false;
        }

        value = new(hash, publicKey);
        return true;
    }
}
