using System.Buffers.Binary;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;

namespace Autonomys.Farming.Sectors;

/// <summary>What a farm keeps in memory and in its metadata file about one plotted sector.</summary>
/// <remarks>
/// On disk: sector index u16, pieces in sector u16, 65,536 s-bucket sizes u16, history size u64, all little-endian, then the
/// BLAKE3 of those bytes (protocol.md 4.5). Offsets of s-buckets are kept for every 256th only, so that a farm of ten thousand
/// sectors does not need another 2.6 GB of memory.
/// </remarks>
public sealed class SectorMetadata
{
    /// <summary>Bytes on disk, with checksum.</summary>
    public const int EncodedSize = ContentSize + Blake3Hash.Size;

    private const int SizesOffset = 4;
    private const int HistorySizeOffset = SizesOffset + (2 * RecordLayout.SBuckets);
    private const int ContentSize = HistorySizeOffset + 8;
    private const int BucketsPerMark = 256;

    private readonly ushort[] _sBucketSizes;
    private readonly uint[] _offsetMarks = new uint[RecordLayout.SBuckets / BucketsPerMark];

    /// <summary>Takes ownership of 65,536 s-bucket sizes.</summary>
    /// <exception cref="ArgumentException">Not 65,536 sizes, or they do not add up to <paramref name="piecesInSector"/> records.</exception>
    public SectorMetadata(SectorIndex sectorIndex, ushort piecesInSector, HistorySize historySize, ushort[] sBucketSizes)
    {
        ArgumentNullException.ThrowIfNull(sBucketSizes);
        SectorIndex = sectorIndex;
        PiecesInSector = piecesInSector;
        HistorySize = historySize;
        _sBucketSizes = sBucketSizes;
        if (sBucketSizes.Length != RecordLayout.SBuckets || historySize.Value == 0 || piecesInSector == 0 || !TryMarkOffsets())
        {
            throw new ArgumentException($"Sector {sectorIndex}: sizes of s-buckets do not fit {piecesInSector} pieces.");
        }
    }

    private SectorMetadata(ReadOnlySpan<byte> content)
    {
        SectorIndex = new SectorIndex(BinaryPrimitives.ReadUInt16LittleEndian(content));
        PiecesInSector = BinaryPrimitives.ReadUInt16LittleEndian(content[2..]);
        HistorySize = new HistorySize(BinaryPrimitives.ReadUInt64LittleEndian(content[HistorySizeOffset..]));
        _sBucketSizes = new ushort[RecordLayout.SBuckets];
        for (int i = 0; i < RecordLayout.SBuckets; i++)
        {
            _sBucketSizes[i] = BinaryPrimitives.ReadUInt16LittleEndian(content[(SizesOffset + (2 * i))..]);
        }
    }

    public SectorIndex SectorIndex { get; }

    public ushort PiecesInSector { get; }

    /// <summary>Size of the history when the sector was plotted.</summary>
    public HistorySize HistorySize { get; }

    /// <summary>Chunks in each of the 65,536 s-buckets.</summary>
    public ReadOnlySpan<ushort> SBucketSizes => _sBucketSizes;

    /// <summary>Bytes of the sector in the plot.</summary>
    public long SectorSize => SectorLayout.SectorSize(PiecesInSector);

    /// <summary>Chunks of all s-buckets before this one.</summary>
    public uint SBucketOffset(SBucket sBucket)
    {
        uint offset = _offsetMarks[sBucket.Value / BucketsPerMark];
        for (int i = sBucket.Value & ~(BucketsPerMark - 1); i < sBucket.Value; i++)
        {
            offset += _sBucketSizes[i];
        }

        return offset;
    }

    /// <summary>Reads checksummed metadata; anything but <see cref="SectorParseError.None"/> leaves <paramref name="metadata"/> null.</summary>
    public static SectorParseError TryParse(ReadOnlySpan<byte> source, out SectorMetadata? metadata)
    {
        metadata = null;
        if (source.Length != EncodedSize)
        {
            return SectorParseError.WrongLength;
        }

        if (!Blake3.Hash(source[..ContentSize]).AsSpan().SequenceEqual(source[ContentSize..]))
        {
            return SectorParseError.ChecksumMismatch;
        }

        SectorMetadata parsed = new(source);
        if (parsed.HistorySize.Value == 0 || parsed.PiecesInSector == 0 || !parsed.TryMarkOffsets())
        {
            return SectorParseError.ImpossibleValue;
        }

        metadata = parsed;
        return SectorParseError.None;
    }

    /// <summary>Writes the first <see cref="EncodedSize"/> bytes of <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(destination, SectorIndex.Value);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[2..], PiecesInSector);
        for (int i = 0; i < RecordLayout.SBuckets; i++)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(destination[(SizesOffset + (2 * i))..], _sBucketSizes[i]);
        }

        BinaryPrimitives.WriteUInt64LittleEndian(destination[HistorySizeOffset..], HistorySize.Value);
        Blake3.Hash(destination[..ContentSize]).AsSpan().CopyTo(destination[ContentSize..]);
    }

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[EncodedSize];
        Write(bytes);
        return bytes;
    }

    private bool TryMarkOffsets()
    {
        uint offset = 0;
        for (int i = 0; i < RecordLayout.SBuckets; i++)
        {
            if (i % BucketsPerMark == 0)
            {
                _offsetMarks[i / BucketsPerMark] = offset;
            }

            // A record has at most one chunk in an s-bucket. 65,536 sizes below 65,536 stay below 2^32.
            if (_sBucketSizes[i] > PiecesInSector)
            {
                return false;
            }

            offset += _sBucketSizes[i];
        }

        return offset == (uint)PiecesInSector * RecordLayout.ChunksPerRecord;
    }
}
