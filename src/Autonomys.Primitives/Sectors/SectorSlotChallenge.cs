using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Sectors;

/// <summary>A slot's challenge for one sector.</summary>
public readonly record struct SectorSlotChallenge : IFixedBytes<SectorSlotChallenge>
{
    private readonly Bytes32 _value;

    public SectorSlotChallenge(Bytes32 value) => _value = value;

    /// <summary>Length in bytes.</summary>
    public const int Size = 32;

    public static int Length => Size;

    /// <summary>The s-bucket to audit: the first two bytes, little-endian.</summary>
    public SBucket SBucketAuditIndex => new(BinaryPrimitives.ReadUInt16LittleEndian(AsSpan()));

    /// <summary>Copies exactly 32 bytes.</summary>
    /// <exception cref="ArgumentException">The source has another length.</exception>
    public static SectorSlotChallenge From(ReadOnlySpan<byte> source) => new(Bytes32.From(source));

    [UnscopedRef]
    public ReadOnlySpan<byte> AsSpan() => _value.AsSpan();

    public byte[] ToArray() => _value.ToArray();

    /// <summary>Lower-case hex without a prefix.</summary>
    public override string ToString() => _value.ToString();
}
