using System.Buffers.Binary;
using Autonomys.Farming.Farms.Space;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Farms.Files;

/// <summary>What the metadata of one sector turned out to be.</summary>
internal enum RecordState
{
    /// <summary>A plotted sector.</summary>
    Plotted,

    /// <summary>Marked for plotting again.</summary>
    SetAside,

    /// <summary>Not believable.</summary>
    Damaged,
}

/// <summary>
/// metadata.bin: a version byte and the number of plotted sectors (u16 little-endian) at the start, the records of the sectors from
/// one mebibyte on (protocol.md 4.5).
/// </summary>
internal sealed class MetadataFile(DirectIoFile file) : IDisposable
{
    public const byte Version = 0;
    public const int HeaderSize = 3;

    public string Path => file.Path;

    public static long RecordOffset(int index) => FarmAllocation.ReservedMetadata + (index * (long)SectorMetadata.EncodedSize);

    /// <summary>Number of sectors with a record.</summary>
    /// <exception cref="FarmException">The file is too short, or has another version.</exception>
    public int ReadHeader()
    {
        if (file.Length < HeaderSize)
        {
            FarmException.Throw(FarmError.Corrupt, $"{Path} has {file.Length} bytes and no header.");
        }

        Span<byte> header = stackalloc byte[HeaderSize];
        file.ReadExactly(0, header);
        if (header[0] != Version)
        {
            FarmException.Throw(
                FarmError.UnsupportedVersion,
                $"{Path} has version {header[0]}; this program knows version {Version}. If no newer program wrote it, its first byte is damaged.");
        }

        return BinaryPrimitives.ReadUInt16LittleEndian(header[1..]);
    }

    public void WriteHeader(int sectorCount)
    {
        Span<byte> header = stackalloc byte[HeaderSize];
        header[0] = Version;
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)sectorCount);
        file.Write(0, header);
    }

    /// <summary>Reads and checks one record; <paramref name="problem"/> says what is wrong with a damaged one.</summary>
    public RecordState ReadRecord(int index, ushort piecesInSector, Span<byte> scratch, out SectorMetadata? metadata, out string? problem)
    {
        metadata = null;
        Span<byte> record = scratch[..SectorMetadata.EncodedSize];
        try
        {
            file.ReadExactly(RecordOffset(index), record);
        }
        catch (IOException exception)
        {
            problem = $"its metadata cannot be read: {exception.Message}";
            return RecordState.Damaged;
        }

        SectorParseError error = SectorMetadata.TryParse(record, out metadata);
        bool isSetAside = error == SectorParseError.ImpossibleValue && SetAsideSector.IsRecord(record);
        if (error != SectorParseError.None && !isSetAside)
        {
            string reason = error == SectorParseError.ChecksumMismatch ? "has a wrong checksum" : $"is impossible ({error})";
            problem = $"its metadata at byte {RecordOffset(index)} of {Path} {reason}";
            return RecordState.Damaged;
        }

        int foundIndex = BinaryPrimitives.ReadUInt16LittleEndian(record);
        int foundPieces = BinaryPrimitives.ReadUInt16LittleEndian(record[2..]);
        if (foundIndex != index || foundPieces != piecesInSector)
        {
            metadata = null;
            problem = $"its metadata at byte {RecordOffset(index)} of {Path} is that of sector {foundIndex} with {foundPieces} pieces";
            return RecordState.Damaged;
        }

        problem = null;
        return isSetAside ? RecordState.SetAside : RecordState.Plotted;
    }

    public void WriteRecord(SectorMetadata metadata) => file.Write(RecordOffset(metadata.SectorIndex.Value), metadata.ToBytes());

    public void WriteSetAside(SectorIndex index, ushort piecesInSector) =>
        file.Write(RecordOffset(index.Value), SetAsideSector.ToRecord(index, piecesInSector));

    /// <summary>Returns when everything written is on the disk.</summary>
    public void Flush() => file.Flush();

    public void Dispose() => file.Dispose();
}
