using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Node.Contract;

/// <summary>The answer to a signing request; no signature when the farmer will not give one.</summary>
public sealed record RewardSignatureResponse(Bytes32 Hash, RewardSignature? Signature) : IScaleType<RewardSignatureResponse>
{
    public static int MinEncodedSize => Bytes32.Size + 1;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteFixed(Hash);
        writer.WriteFixedOption(Signature);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out RewardSignatureResponse value)
    {
        value = null;
        if (!reader.TryReadFixed(out Bytes32 hash) || !reader.TryReadFixedOption(out RewardSignature? signature))
        {
            return false;
        }

        value = new(hash, signature);
        return true;
    }
}
