using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Node.Contract;

/// <summary>A farmer's solution for a slot.</summary>
public sealed record SolutionResponse(SlotNumber SlotNumber, Solution Solution) : IScaleType<SolutionResponse>
{
    public static int MinEncodedSize => sizeof(ulong) + Solution.EncodedSize;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteUInt64(SlotNumber.Value);
        Solution.EncodeTo(writer);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out SolutionResponse value)
    {
        value = null;
        if (!reader.TryReadUInt64(out ulong slot) || !Solution.TryDecode(ref reader, out Solution? solution))
        {
            return false;
        }

        value = new(new(slot), solution);
        return true;
    }
}
