using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;

namespace Autonomys.Primitives.Sectors;

/// <content>What follows from a sector's id (protocol.md 4.2).</content>
public readonly partial record struct SectorId
{
    /// <summary>The id of a farm's sector made at a history size: BLAKE3 of index and size, keyed by the hash of the farm's public key.</summary>
    public static SectorId Derive(Blake3Hash publicKeyHash, SectorIndex sectorIndex, HistorySize historySize)
    {
        Span<byte> input = stackalloc byte[sizeof(ushort) + sizeof(ulong)];
        BinaryPrimitives.WriteUInt16LittleEndian(input, sectorIndex.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(input[sizeof(ushort)..], historySize.Value);
        return From(Blake3.HashKeyed(publicKeyHash.AsSpan(), input).AsSpan());
    }

    /// <summary>The piece that belongs at an offset of the sector.</summary>
    public PieceIndex DerivePieceIndex(PieceOffset pieceOffset, HistorySize historySize, FarmerProtocolInfo protocolInfo) =>
        DerivePieceIndex(
            pieceOffset,
            historySize,
            protocolInfo.MaxPiecesInSector,
            protocolInfo.RecentSegments,
            protocolInfo.RecentFractionNumerator,
            protocolInfo.RecentFractionDenominator);

    /// <summary>The piece that belongs at an offset of the sector.</summary>
    /// <param name="pieceOffset">Offset in the sector.</param>
    /// <param name="historySize">History size at which the sector is made.</param>
    /// <param name="maxPiecesInSector">The chain's limit, not the sector's own number of pieces.</param>
    /// <param name="recentSegments">How many of the newest segments count as recent.</param>
    /// <param name="recentFractionNumerator">Share of recent pieces in a sector, above the line; not 0.</param>
    /// <param name="recentFractionDenominator">Share of recent pieces in a sector, below the line.</param>
    /// <remarks>
    /// Odd offsets in the first part of a sector take recent pieces, once recent history is a small enough part of all history;
    /// every other offset takes from the whole history.
    /// </remarks>
    public PieceIndex DerivePieceIndex(
        PieceOffset pieceOffset,
        HistorySize historySize,
        ushort maxPiecesInSector,
        ulong recentSegments,
        ulong recentFractionNumerator,
        ulong recentFractionDenominator)
    {
        ulong recentPieces = new HistorySize(recentSegments).InPieces;
        UInt128 minHistoryPieces = (UInt128)recentPieces * recentFractionDenominator / recentFractionNumerator;
        UInt128 interleaved = (UInt128)maxPiecesInSector * recentFractionNumerator / recentFractionDenominator * 2;
        ulong historyPieces = historySize.InPieces;

        Span<byte> key = stackalloc byte[32];
        key.Clear();
        BinaryPrimitives.WriteUInt16LittleEndian(key, pieceOffset.Value);
        Blake3Hash input = Blake3.HashKeyed(key, AsSpan());

        bool recent = historyPieces > minHistoryPieces
            && pieceOffset.Value < UInt128.Max(interleaved, 1)
            && pieceOffset.Value % 2 == 1;
        return recent
            ? new(LittleEndianNumber.Modulo(input, recentPieces) + (historyPieces - recentPieces))
            : new(LittleEndianNumber.Modulo(input, historyPieces));
    }

    /// <summary>Seed of the proof-of-space table that encodes the record at an offset.</summary>
    public PosSeed DeriveEvaluationSeed(PieceOffset pieceOffset)
    {
        Span<byte> input = stackalloc byte[Size + sizeof(ushort)];
        AsSpan().CopyTo(input);
        BinaryPrimitives.WriteUInt16LittleEndian(input[Size..], pieceOffset.Value);
        return PosSeed.From(Blake3.Hash(input).AsSpan());
    }

    /// <summary>The slot's challenge for this sector: id XOR global challenge.</summary>
    public SectorSlotChallenge DeriveSectorSlotChallenge(Blake3Hash globalChallenge)
    {
        Span<byte> challenge = stackalloc byte[Size];
        for (int i = 0; i < Size; i++)
        {
            challenge[i] = (byte)(AsSpan()[i] ^ globalChallenge.AsSpan()[i]);
        }

        return SectorSlotChallenge.From(challenge);
    }

    /// <summary>
    /// History size at which the sector expires; null when it does not fit 64 bits. The check segment is the last one of the
    /// history size <see cref="HistorySize.SectorExpirationCheck"/>.
    /// </summary>
    public HistorySize? DeriveExpirationHistorySize(
        HistorySize historySize, SegmentCommitment checkSegment, HistorySize minSectorLifetime)
    {
        if (historySize.SectorExpirationCheck(minSectorLifetime) is not { } check)
        {
            return null;
        }

        UInt128 lastPossible = (UInt128)minSectorLifetime.Value + ((UInt128)historySize.Value * 4);
        if (lastPossible > ulong.MaxValue || lastPossible <= check.Value)
        {
            return null;
        }

        Blake3Hash input = Blake3.HashList(AsSpan(), checkSegment.AsSpan());
        return new(check.Value + LittleEndianNumber.Modulo(input, (ulong)lastPossible - check.Value));
    }
}
