using System.Buffers.Binary;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Farming.Proving;

/// <summary>All that is needed to prove one chunk, read from its sector, so that another machine can do it.</summary>
/// <remarks>
/// As bytes: version u32 = 1; public key, 32; sector index u16; history size u64; piece offset u16; s-bucket u16; commitment 48,
/// witness 48 and piece checksum 32; a bit for each of 65,536 s-buckets that has a chunk of the record; a bit for each of these
/// 32,768 chunks that is encoded; the chunks, 32 bytes each, as they lie in the plot. Bits from the lowest on, numbers little-endian.
/// </remarks>
public sealed class ProofRequest
{
    /// <summary>Length in bytes.</summary>
    public const int Size = ChunksOffset + RecordLayout.RecordSize;

    private const uint Version = 1;
    private const int NumbersOffset = 4 + 32;
    private const int MetadataOffset = NumbersOffset + 14;
    private const int PresentOffset = MetadataOffset + RecordMetadata.Size;
    private const int EncodedOffset = PresentOffset + (RecordLayout.SBuckets / 8);
    private const int ChunksOffset = EncodedOffset + (RecordLayout.ChunksPerRecord / 8);

    internal ProofRequest(
        PublicKey publicKey,
        SectorIndex sectorIndex,
        HistorySize historySize,
        PieceOffset pieceOffset,
        SBucket sBucket,
        RecordMetadata metadata,
        PlottedRecord record)
    {
        PublicKey = publicKey;
        SectorIndex = sectorIndex;
        HistorySize = historySize;
        PieceOffset = pieceOffset;
        SBucket = sBucket;
        Metadata = metadata;
        Record = record;
    }

    public PublicKey PublicKey { get; }

    public SectorIndex SectorIndex { get; }

    public HistorySize HistorySize { get; }

    public PieceOffset PieceOffset { get; }

    /// <summary>The s-bucket of the chunk to prove.</summary>
    public SBucket SBucket { get; }

    public RecordMetadata Metadata { get; }

    internal PlottedRecord Record { get; }

    /// <summary>Reads what <see cref="ToBytes"/> wrote; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> source, out ProofRequest? request)
    {
        request = null;
        if (source.Length != Size || BinaryPrimitives.ReadUInt32LittleEndian(source) != Version)
        {
            return false;
        }

        ReadOnlySpan<byte> numbers = source[NumbersOffset..];
        SectorIndex sectorIndex = new(BinaryPrimitives.ReadUInt16LittleEndian(numbers));
        ulong historySize = BinaryPrimitives.ReadUInt64LittleEndian(numbers[2..]);
        PieceOffset pieceOffset = new(BinaryPrimitives.ReadUInt16LittleEndian(numbers[10..]));
        PlottedRecord record = new(sectorIndex, pieceOffset);
        int count = 0;
        for (int i = 0; i < RecordLayout.SBuckets; i++)
        {
            if (Bit(source[PresentOffset..], i))
            {
                if (count == RecordLayout.ChunksPerRecord)
                {
                    return false;
                }

                record.Encoded[count] = Bit(source[EncodedOffset..], count);
                record.SBuckets[count++] = new SBucket((ushort)i);
            }
        }

        if (count != RecordLayout.ChunksPerRecord || historySize == 0)
        {
            return false;
        }

        source[ChunksOffset..].CopyTo(record.Bytes);
        request = new ProofRequest(
            PublicKey.From(source.Slice(4, 32)),
            sectorIndex,
            new HistorySize(historySize),
            pieceOffset,
            new SBucket(BinaryPrimitives.ReadUInt16LittleEndian(numbers[12..])),
            RecordMetadata.Read(source.Slice(MetadataOffset, RecordMetadata.Size)),
            record);
        return true;
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Size];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Version);
        PublicKey.AsSpan().CopyTo(bytes.AsSpan(4));
        Span<byte> numbers = bytes.AsSpan(NumbersOffset);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers, SectorIndex.Value);
        BinaryPrimitives.WriteUInt64LittleEndian(numbers[2..], HistorySize.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers[10..], PieceOffset.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(numbers[12..], SBucket.Value);
        Metadata.Write(bytes.AsSpan(MetadataOffset));
        for (int i = 0; i < RecordLayout.ChunksPerRecord; i++)
        {
            int sBucket = Record.SBuckets[i].Value;
            bytes[PresentOffset + (sBucket / 8)] |= (byte)(1 << (sBucket % 8));
            bytes[EncodedOffset + (i / 8)] |= (byte)((Record.Encoded[i] ? 1 : 0) << (i % 8));
        }

        Record.Bytes.CopyTo(bytes.AsSpan(ChunksOffset));
        return bytes;
    }

    private static bool Bit(ReadOnlySpan<byte> bits, int index) => (bits[index / 8] >> (index % 8) & 1) != 0;
}
