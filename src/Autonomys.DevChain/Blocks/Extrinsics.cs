using System.Diagnostics.CodeAnalysis;
using Autonomys.DevChain.Import;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;

namespace Autonomys.DevChain.Blocks;

/// <summary>The extrinsics of this chain: bare ones (format version 5), with the call indexes of the network's runtime.</summary>
/// <remarks>
/// Timestamp.set and Subspace.store_segment_headers are the network's inherents, Subspace.vote its votes. Imported data is System.remark,
/// which the network accepts only with a signature and a fee; a development chain has neither.
/// </remarks>
internal static class Extrinsics
{
    private const byte BareVersion = 5;
    private const byte SystemPallet = 0;
    private const byte RemarkCall = 0;
    private const byte TimestampPallet = 1;
    private const byte SetCall = 0;
    private const byte SubspacePallet = 2;
    private const byte StoreSegmentHeadersCall = 0;
    private const byte VoteCall = 2;
    private const int MaxSegmentHeaders = 1 << 16;

    public static byte[] Timestamp(ulong unixMilliseconds)
    {
        ScaleWriter writer = Start(TimestampPallet, SetCall);
        writer.WriteCompact(unixMilliseconds);
        return writer.ToArray();
    }

    public static byte[] StoreSegmentHeaders(IReadOnlyCollection<SegmentHeader> headers)
    {
        ScaleWriter writer = Start(SubspacePallet, StoreSegmentHeadersCall);
        writer.WriteVector(headers);
        return writer.ToArray();
    }

    public static byte[] Vote(SignedVote vote)
    {
        ScaleWriter writer = Start(SubspacePallet, VoteCall);
        writer.Write(vote);
        return writer.ToArray();
    }

    public static byte[] Import(ImportedChunk chunk)
    {
        ScaleWriter writer = Start(SystemPallet, RemarkCall);
        writer.WriteBytes(Scale.Encode(chunk));
        return writer.ToArray();
    }

    public static bool TryReadSegmentHeaders(ReadOnlySpan<byte> extrinsic, [NotNullWhen(true)] out SegmentHeader[]? headers)
    {
        headers = null;
        ScaleReader reader = new(extrinsic);
        return IsCall(ref reader, SubspacePallet, StoreSegmentHeadersCall) && reader.TryReadVector(MaxSegmentHeaders, out headers) && reader.IsAtEnd;
    }

    public static bool TryReadVote(ReadOnlySpan<byte> extrinsic, [NotNullWhen(true)] out SignedVote? vote)
    {
        vote = null;
        ScaleReader reader = new(extrinsic);
        return IsCall(ref reader, SubspacePallet, VoteCall) && SignedVote.TryDecode(ref reader, out vote) && reader.IsAtEnd;
    }

    public static bool TryReadImport(ReadOnlySpan<byte> extrinsic, [NotNullWhen(true)] out ImportedChunk? chunk)
    {
        chunk = null;
        ScaleReader reader = new(extrinsic);
        return IsCall(ref reader, SystemPallet, RemarkCall) && reader.TryReadBytes(out ReadOnlySpan<byte> remark) && reader.IsAtEnd
            && Scale.TryDecode<ImportedChunk>(remark, out chunk);
    }

    /// <summary>
    /// BLAKE2b-256 over the SCALE form of all extrinsics. The network uses the root of a trie over them here; both commit to the same bytes.
    /// </summary>
    public static Bytes32 Root(IReadOnlyList<byte[]> extrinsics)
    {
        ScaleWriter writer = new(4096);
        writer.WriteCompact((uint)extrinsics.Count);
        foreach (byte[] extrinsic in extrinsics)
        {
            writer.WriteBytes(extrinsic);
        }

        return BlockHashing.Hash(writer.WrittenSpan);
    }

    private static ScaleWriter Start(byte pallet, byte call)
    {
        ScaleWriter writer = new();
        writer.WriteByte(BareVersion);
        writer.WriteByte(pallet);
        writer.WriteByte(call);
        return writer;
    }

    private static bool IsCall(ref ScaleReader reader, byte pallet, byte call) =>
        reader.TryReadRaw(3, out ReadOnlySpan<byte> head) && head.SequenceEqual([BareVersion, pallet, call]);
}
