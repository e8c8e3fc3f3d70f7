using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Json;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Primitives.Solutions;

/// <summary>What a farmer shows for a winning chunk.</summary>
/// <param name="PublicKey">The farm that found it.</param>
/// <param name="RewardAddress">Who is rewarded.</param>
/// <param name="SectorIndex">Sector of the farm.</param>
/// <param name="HistorySize">History size at which the sector was made.</param>
/// <param name="PieceOffset">Piece in the sector.</param>
/// <param name="RecordCommitment">Commitment to the record that the chunk belongs to.</param>
/// <param name="RecordWitness">Witness of that commitment in its segment.</param>
/// <param name="Chunk">The chunk in clear, a scalar of 32 bytes, big-endian.</param>
/// <param name="ChunkWitness">Witness of the chunk in its record.</param>
/// <param name="ProofOfSpace">Proof for the chunk's s-bucket.</param>
public sealed record Solution(
    PublicKey PublicKey,
    PublicKey RewardAddress,
    SectorIndex SectorIndex,
    HistorySize HistorySize,
    PieceOffset PieceOffset,
    RecordCommitment RecordCommitment,
    RecordWitness RecordWitness,
    [property: JsonConverter(typeof(ByteNumbersJsonConverter<Bytes32>))] Bytes32 Chunk,
    ChunkWitness ChunkWitness,
    PosProof ProofOfSpace) : IScaleType<Solution>
{
    /// <summary>Length of the SCALE form in bytes.</summary>
    public const int EncodedSize = 412;

    public static int MinEncodedSize => EncodedSize;

    /// <summary>The solution that the genesis block carries in place of a real one.</summary>
    public static Solution Genesis(PublicKey publicKey, PublicKey rewardAddress) =>
        new(publicKey, rewardAddress, default, HistorySize.One, default, default, default, default, default, default);

    public void EncodeTo(ScaleWriter writer)
    {
        writer.WriteFixed(PublicKey);
        writer.WriteFixed(RewardAddress);
        writer.WriteUInt16(SectorIndex.Value);
        writer.WriteUInt64(HistorySize.Value);
        writer.WriteUInt16(PieceOffset.Value);
        writer.WriteFixed(RecordCommitment);
        writer.WriteFixed(RecordWitness);
        writer.WriteFixed(Chunk);
        writer.WriteFixed(ChunkWitness);
        writer.WriteFixed(ProofOfSpace);
    }

    public static bool TryDecode(ref ScaleReader reader, [MaybeNullWhen(false)] out Solution value)
    {
        value = null;
        if (!reader.TryReadFixed(out PublicKey publicKey)
            || !reader.TryReadFixed(out PublicKey rewardAddress)
            || !reader.TryReadUInt16(out ushort sectorIndex)
            || !reader.TryReadUInt64(out ulong historySize) || historySize == 0
            || !reader.TryReadUInt16(out ushort pieceOffset)
            || !reader.TryReadFixed(out RecordCommitment recordCommitment)
            || !reader.TryReadFixed(out RecordWitness recordWitness)
            || !reader.TryReadFixed(out Bytes32 chunk)
            || !reader.TryReadFixed(out ChunkWitness chunkWitness)
            || !reader.TryReadFixed(out PosProof proofOfSpace))
        {
            return false;
        }

        value = new(
            publicKey,
            rewardAddress,
            new(sectorIndex),
            new(historySize),
            new(pieceOffset),
            recordCommitment,
            recordWitness,
            chunk,
            chunkWitness,
            proofOfSpace);
        return true;
    }
}
