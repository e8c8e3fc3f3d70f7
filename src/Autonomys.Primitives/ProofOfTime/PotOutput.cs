using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Json;
using Autonomys.Primitives.Solutions;

namespace Autonomys.Primitives.ProofOfTime;

/// <summary>Output of a proof of time: a checkpoint.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<PotOutput>))]
public readonly partial record struct PotOutput : IFixedBytes<PotOutput>
{
    private readonly Bytes16 _value;

    public PotOutput(Bytes16 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 16;

    public static int Length => Size;

    /// <summary>Copies exactly 16 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static PotOutput From(ReadOnlySpan<byte> source) => new(Bytes16.From(source));

    /// <summary>Reads 32 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static PotOutput FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();

    /// <summary>Randomness of the slot whose proof of time ends with this output.</summary>
    public Blake3Hash DeriveGlobalRandomness() => Blake3.Hash(AsSpan());

    /// <summary>The challenge that farmers audit in <paramref name="slot"/>: the hash of randomness and slot number.</summary>
    public Blake3Hash DeriveGlobalChallenge(SlotNumber slot) => GlobalChallenge.Derive(DeriveGlobalRandomness(), slot);

    /// <summary>Seed of the next slot when no entropy is injected: the output itself.</summary>
    public PotSeed Seed() => PotSeed.From(AsSpan());

    /// <summary>Seed of the next slot when entropy is injected.</summary>
    public PotSeed SeedWithEntropy(Blake3Hash entropy) =>
        PotSeed.From(Blake3.HashList(entropy.AsSpan(), AsSpan()).AsSpan()[..PotSeed.Size]);

    /// <summary>Entropy that a block injects: the hash of its solution's chunk and of this output, its proof of time.</summary>
    public Blake3Hash DeriveEntropy(Bytes32 solutionChunk) => Blake3.HashList(solutionChunk.AsSpan(), AsSpan());
}
