using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.ProofOfTime;

namespace Autonomys.DevChain.Blocks;

/// <summary>The proofs of time between the future proof of a block's parent and its own, so that anyone can verify them in parallel.</summary>
/// <param name="Seed">Input of the first proof.</param>
/// <param name="Checkpoints">One set per slot, the last being the block's future proof.</param>
internal sealed record PotJustification(PotSeed Seed, IReadOnlyList<PotCheckpoints> Checkpoints) : IScaleType<PotJustification>
{
    private const byte PotCheckpointsVariant = 0;

    public static int MinEncodedSize => 1 + PotSeed.Size + 1;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteByte(PotCheckpointsVariant);
        writer.WriteFixed(Seed);
        writer.WriteVector(Checkpoints);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out PotJustification value)
    {
        value = null;
        if (!reader.TryReadByte(out byte variant) || variant != PotCheckpointsVariant
            || !reader.TryReadFixed(out PotSeed seed)
            || !reader.TryReadVector(int.MaxValue, out PotCheckpoints[]? checkpoints))
        {
            return false;
        }

        value = new(seed, checkpoints);
        return true;
    }
}
