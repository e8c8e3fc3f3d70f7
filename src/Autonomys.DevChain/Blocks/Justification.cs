using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;

namespace Autonomys.DevChain.Blocks;

/// <summary>Bytes of a consensus engine that travel beside a block.</summary>
/// <param name="Engine">As in <see cref="DigestItem.Engine"/>.</param>
/// <param name="Data">For <see cref="DigestItem.SubspaceEngine"/> a <see cref="PotJustification"/>.</param>
internal sealed record Justification(uint Engine, byte[] Data) : IScaleType<Justification>
{
    public static int MinEncodedSize => sizeof(uint) + 1;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteUInt32(Engine);
        writer.WriteBytes(Data);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out Justification value)
    {
        value = null;
        if (!reader.TryReadUInt32(out uint engine) || !reader.TryReadBytes(out ReadOnlySpan<byte> data))
        {
            return false;
        }

        value = new(engine, data.ToArray());
        return true;
    }
}
