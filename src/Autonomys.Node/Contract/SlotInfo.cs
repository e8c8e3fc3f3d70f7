using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Node.Contract;

/// <summary>A slot that just began.</summary>
/// <param name="SlotNumber">Which slot.</param>
/// <param name="GlobalChallenge">What to audit against.</param>
/// <param name="SolutionRange">Range within which a solution makes a block.</param>
/// <param name="VotingSolutionRange">Wider range within which a solution makes a vote; farmers audit with this one.</param>
public sealed record SlotInfo(
    SlotNumber SlotNumber, Blake3Hash GlobalChallenge, SolutionRange SolutionRange, SolutionRange VotingSolutionRange) : IScaleType<SlotInfo>
{
    public static int MinEncodedSize => (3 * sizeof(ulong)) + Blake3Hash.Size;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteUInt64(SlotNumber.Value);
        writer.WriteFixed(GlobalChallenge);
        writer.WriteUInt64(SolutionRange.Value);
        writer.WriteUInt64(VotingSolutionRange.Value);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out SlotInfo value)
    {
        value = null;
        if (!reader.TryReadUInt64(out ulong slot)
            || !reader.TryReadFixed(out Blake3Hash challenge)
            || !reader.TryReadUInt64(out ulong range)
            || !reader.TryReadUInt64(out ulong votingRange))
        {
            return false;
        }

        value = new(new(slot), challenge, new(range), new(votingRange));
        return true;
    }
}
