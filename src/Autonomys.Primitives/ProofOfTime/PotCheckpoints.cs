using System.Runtime.CompilerServices;
using Autonomys.Primitives.Codec;

namespace Autonomys.Primitives.ProofOfTime;

/// <summary>The eight intermediate outputs of one proof of time, from which it can be verified in parallel.</summary>
[InlineArray(Count)]
public struct PotCheckpoints : IEquatable<PotCheckpoints>, IScaleType<PotCheckpoints>
{
    /// <summary>Number of outputs.</summary>
    public const int Count = 8;

    private PotOutput _first;

    public static int MinEncodedSize => Count * PotOutput.Size;

    /// <summary>The proof's output: the last checkpoint.</summary>
    public readonly PotOutput Output => this[Count - 1];

    /// <summary>Copies exactly eight outputs.</summary>
    /// <exception cref="ArgumentException">Another number of outputs.</exception>
    public static PotCheckpoints From(ReadOnlySpan<PotOutput> outputs)
    {
        if (outputs.Length != Count)
        {
            throw new ArgumentException($"Expected {Count} checkpoints, got {outputs.Length}.", nameof(outputs));
        }

        PotCheckpoints checkpoints = default;
        outputs.CopyTo(checkpoints);
        return checkpoints;
    }

    public readonly void EncodeTo(ScaleWriter writer)
    {
        foreach (PotOutput output in this)
        {
            writer.WriteFixed(output);
        }
    }

    public static bool TryDecode(ref ScaleReader reader, out PotCheckpoints value)
    {
        value = default;
        for (int i = 0; i < Count; i++)
        {
            if (!reader.TryReadFixed(out value[i]))
            {
                return false;
            }
        }

        return true;
    }

    public readonly bool Equals(PotCheckpoints other) => ((ReadOnlySpan<PotOutput>)this).SequenceEqual(other);

    public override readonly bool Equals(object? obj) => obj is PotCheckpoints other && Equals(other);

    public override readonly int GetHashCode() => Output.GetHashCode();

    public static bool operator ==(PotCheckpoints left, PotCheckpoints right) => left.Equals(right);

    public static bool operator !=(PotCheckpoints left, PotCheckpoints right) => !left.Equals(right);
}
