using System.Diagnostics.CodeAnalysis;
using Autonomys.Primitives.Codec;

namespace Autonomys.DevChain.Blocks;

/// <summary>Kinds of digest items with their SCALE indexes.</summary>
internal enum DigestKind : byte
{
    Other = 0,
    Consensus = 4,
    Seal = 5,
    PreRuntime = 6,
    RuntimeEnvironmentUpdated = 8,
}

/// <summary>One item of a header's digest: bytes that belong to a consensus engine, or to none.</summary>
/// <param name="Kind">What the item is.</param>
/// <param name="Engine">Consensus engine as u32 little-endian of its four letters; 0 for the kinds that have none.</param>
/// <param name="Data">Meaning is the engine's; empty for <see cref="DigestKind.RuntimeEnvironmentUpdated"/>.</param>
internal sealed record DigestItem(DigestKind Kind, uint Engine, byte[] Data) : IScaleType<DigestItem>
{
    /// <summary>The engine of this network: the letters <c>SUB_</c>.</summary>
    public const uint SubspaceEngine = 0x5F425553;

    public static int MinEncodedSize => 1;

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteByte((byte)Kind);
        if (Kind is DigestKind.Consensus or DigestKind.Seal or DigestKind.PreRuntime)
        {
            writer.WriteUInt32(Engine);
        }

        if (Kind != DigestKind.RuntimeEnvironmentUpdated)
        {
            writer.WriteBytes(Data);
        }
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out DigestItem value)
    {
        value = null;
        if (!reader.TryReadByte(out byte kindByte))
        {
            return false;
        }

        DigestKind kind = (DigestKind)kindByte;
        uint engine = 0;
        ReadOnlySpan<byte> data = default;
        bool read = kind switch
        {
            DigestKind.Consensus or DigestKind.Seal or DigestKind.PreRuntime => reader.TryReadUInt32(out engine) && reader.TryReadBytes(out data),
            DigestKind.Other => reader.TryReadBytes(out data),
            DigestKind.RuntimeEnvironmentUpdated => true,
            _ => false,
        };
        value = read ? new(kind, engine, data.ToArray()) : null;
        return read;
    }

    public bool Equals(DigestItem? other) =>
        other is not null && Kind == other.Kind && Engine == other.Engine && Data.AsSpan().SequenceEqual(other.Data);

    public override int GetHashCode() => HashCode.Combine(Kind, Engine, Data.Length);
}
