using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Json;

namespace Autonomys.Primitives.ProofOfTime;

/// <summary>Seed (the AES plaintext) of a proof of time.</summary>
[JsonConverter(typeof(FixedBytesJsonConverter<PotSeed>))]
public readonly partial record struct PotSeed : IFixedBytes<PotSeed>
{
    private readonly Bytes16 _value;

    public PotSeed(Bytes16 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 16;

    public static int Length => Size;

    /// <summary>Copies exactly 16 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static PotSeed From(ReadOnlySpan<byte> source) => new(Bytes16.From(source));

    /// <summary>Reads 32 hex digits without a prefix.</summary>
    /// <exception cref="FormatException">Not hex.</exception>
    public static PotSeed FromHex(string hex) => From(Convert.FromHexString(hex));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();

    /// <summary>Seed of the first slot: from the genesis hash and entropy from outside the chain, which may be empty.</summary>
    public static PotSeed FromGenesis(ReadOnlySpan<byte> genesisHash, ReadOnlySpan<byte> externalEntropy) =>
        From(Blake3.HashList(genesisHash, externalEntropy).AsSpan()[..Size]);

    /// <summary>The encryption key that belongs to the seed.</summary>
    public PotKey Key() => PotKey.From(Blake3.Hash(AsSpan()).AsSpan()[..PotKey.Size]);
}
