using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Sectors;

/// <summary>
/// Which s-buckets hold a chunk of which record: one bit per record and s-bucket, set where the chunk is encoded with a proof.
/// </summary>
/// <remarks>
/// A record puts exactly 32,768 chunks into the sector. Where fewer s-buckets than that have a proof, its first s-buckets
/// without a proof hold the rest unencoded; the map derives those, they are not on disk. Bit n of a bitfield is bit n mod 8,
/// counted from the least significant, of byte n / 8.
/// </remarks>
public sealed class SectorContentsMap
{
    private const int WordsPerRecord = SectorLayout.BitfieldSize / 8;

    private readonly byte[] _bitfields;
    private readonly int[] _encodedChunks;

    // Encoded or not: what the s-buckets hold. The same array as _bitfields as long as every record has 32,768 encoded chunks.
    private byte[] _present;

    /// <summary>A map of <paramref name="piecesInSector"/> records whose bits are all clear; see <see cref="Complete"/>.</summary>
    public SectorContentsMap(ushort piecesInSector)
    {
        PiecesInSector = piecesInSector;
        _bitfields = new byte[piecesInSector * SectorLayout.BitfieldSize];
        _encodedChunks = new int[piecesInSector];
        _present = _bitfields;
    }

    public ushort PiecesInSector { get; }

    /// <summary>The 8,192 bytes of one record, to be filled before <see cref="Complete"/>.</summary>
    public Span<byte> Bitfield(PieceOffset pieceOffset) =>
        _bitfields.AsSpan(pieceOffset.Value * SectorLayout.BitfieldSize, SectorLayout.BitfieldSize);

    /// <summary>The 8,192 bytes of one record, to be filled by an encoder on another thread.</summary>
    internal Memory<byte> BitfieldMemory(PieceOffset pieceOffset) =>
        _bitfields.AsMemory(pieceOffset.Value * SectorLayout.BitfieldSize, SectorLayout.BitfieldSize);

    /// <summary>Chunks of the record that are encoded, at most 32,768.</summary>
    public int EncodedChunks(PieceOffset pieceOffset) => _encodedChunks[pieceOffset.Value];

    /// <summary>Counts the bits after bitfields were filled; queries are meaningful from here on.</summary>
    /// <exception cref="ArgumentException">A record has more than 32,768 bits set.</exception>
    public void Complete()
    {
        if (!TryComplete())
        {
            throw new ArgumentException("A record has more than 32,768 encoded chunks.");
        }
    }

    /// <summary>Reads a checksummed map of <paramref name="piecesInSector"/> records.</summary>
    public static SectorParseError TryParse(ReadOnlySpan<byte> source, ushort piecesInSector, out SectorContentsMap? map)
    {
        map = null;
        if (source.Length != SectorLayout.ContentsMapSize(piecesInSector))
        {
            return SectorParseError.WrongLength;
        }

        int size = source.Length - Blake3Hash.Size;
        if (!Blake3.Hash(source[..size]).AsSpan().SequenceEqual(source[size..]))
        {
            return SectorParseError.ChecksumMismatch;
        }

        SectorContentsMap parsed = new(piecesInSector);
        source[..size].CopyTo(parsed._bitfields);
        if (!parsed.TryComplete())
        {
            return SectorParseError.TooManyEncodedChunks;
        }

        map = parsed;
        return SectorParseError.None;
    }

    /// <summary>Writes bitfields and checksum, <see cref="SectorLayout.ContentsMapSize"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        _bitfields.CopyTo(destination);
        Blake3.Hash(_bitfields).AsSpan().CopyTo(destination[_bitfields.Length..]);
    }

    /// <summary>Chunks in each of the 65,536 s-buckets.</summary>
    public ushort[] SBucketSizes()
    {
        ushort[] sizes = new ushort[RecordLayout.SBuckets];
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(_present);
        for (int i = 0; i < words.Length; i++)
        {
            int first = i % WordsPerRecord * 64;
            for (ulong word = LittleEndian(words[i]); word != 0; word &= word - 1)
            {
                sizes[first + BitOperations.TrailingZeroCount(word)]++;
            }
        }

        return sizes;
    }

    /// <summary>Whether the s-bucket holds a chunk of the record, and if so whether it is encoded.</summary>
    public bool Contains(PieceOffset pieceOffset, SBucket sBucket, out bool encoded)
    {
        int index = (pieceOffset.Value * SectorLayout.BitfieldSize) + (sBucket.Value / 8);
        int mask = 1 << (sBucket.Value % 8);
        encoded = (_bitfields[index] & mask) != 0;
        return (_present[index] & mask) != 0;
    }

    /// <summary>The record and state of each chunk of an s-bucket, in the order of the plot.</summary>
    public IReadOnlyList<SBucketChunk> SBucketChunks(SBucket sBucket)
    {
        List<SBucketChunk> chunks = [];
        for (int i = 0; i < PiecesInSector; i++)
        {
            PieceOffset pieceOffset = new((ushort)i);
            if (Contains(pieceOffset, sBucket, out bool encoded))
            {
                chunks.Add(new SBucketChunk(pieceOffset, encoded));
            }
        }

        return chunks;
    }

    /// <summary>
    /// For each s-bucket the position in it of the record's chunk, or −1 where it has none; <paramref name="positions"/> has 65,536 places.
    /// </summary>
    public void RecordPositions(PieceOffset pieceOffset, Span<int> positions)
    {
        positions.Clear();
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(_present);
        int own = pieceOffset.Value * WordsPerRecord;
        for (int i = 0; i < own; i++)
        {
            int first = i % WordsPerRecord * 64;

            // Only the s-buckets where the record itself has a chunk matter.
            ulong word = LittleEndian(words[i] & words[own + (i % WordsPerRecord)]);
            for (; word != 0; word &= word - 1)
            {
                positions[first + BitOperations.TrailingZeroCount(word)]++;
            }
        }

        for (int i = 0; i < WordsPerRecord; i++)
        {
            for (ulong word = ~LittleEndian(words[own + i]); word != 0; word &= word - 1)
            {
                positions[(i * 64) + BitOperations.TrailingZeroCount(word)] = -1;
            }
        }
    }

    /// <summary>One record's chunks as the s-buckets hold them, encoded or not: 8,192 bytes.</summary>
    internal ReadOnlySpan<byte> Present(PieceOffset pieceOffset) =>
        _present.AsSpan(pieceOffset.Value * SectorLayout.BitfieldSize, SectorLayout.BitfieldSize);

    private static ulong LittleEndian(ulong word) => BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word);

    private bool TryComplete()
    {
        _present = _bitfields;
        for (int i = 0; i < PiecesInSector; i++)
        {
            ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(Bitfield(new PieceOffset((ushort)i)));
            int count = 0;
            foreach (ulong word in words)
            {
                count += BitOperations.PopCount(word);
            }

            if (count > RecordLayout.ChunksPerRecord)
            {
                return false;
            }

            _encodedChunks[i] = count;
            if (count < RecordLayout.ChunksPerRecord)
            {
                if (ReferenceEquals(_present, _bitfields))
                {
                    _present = (byte[])_bitfields.Clone();
                }

                AddUnencoded(_present.AsSpan(i * SectorLayout.BitfieldSize, SectorLayout.BitfieldSize), RecordLayout.ChunksPerRecord - count);
            }
        }

        return true;
    }

    /// <summary>Sets the first <paramref name="missing"/> clear bits.</summary>
    private static void AddUnencoded(Span<byte> bitfield, int missing)
    {
        for (int i = 0; missing > 0; i++)
        {
            for (int bit = 0; bit < 8 && missing > 0; bit++)
            {
                if ((bitfield[i] & (1 << bit)) == 0)
                {
                    bitfield[i] |= (byte)(1 << bit);
                    missing--;
                }
            }
        }
    }
}
