using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;

namespace Autonomys.Cluster.Transfer;

/// <summary>What a stream says before a fragment, or in place of one.</summary>
/// <param name="Length">Bytes that follow; −1 when the peer does not have the fragment.</param>
/// <param name="Checksum">See <see cref="FragmentAddress.Checksum"/>.</param>
internal readonly record struct FragmentReply(int Length, Blake3Hash Checksum)
{
    /// <summary>Bytes of it: length i32, four zeros, checksum; little-endian.</summary>
    public const int Size = 8 + Blake3Hash.Size;

    private const int AbsentLength = -1;

    public static FragmentReply Absent { get; } = new(AbsentLength, default);

    public bool IsAbsent => Length == AbsentLength;

    public static FragmentReply Read(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt32LittleEndian(bytes), Blake3Hash.From(bytes.Slice(8, Blake3Hash.Size)));

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt32LittleEndian(bytes, Length);
        bytes[4..8].Clear();
        Checksum.AsSpan().CopyTo(bytes[8..]);
    }
}
