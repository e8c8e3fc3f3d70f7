namespace Autonomys.Primitives.Pieces;

/// <summary>Sizes of scalars, records and pieces, in bytes unless said (protocol.md 4.2).</summary>
public static class RecordLayout
{
    /// <summary>Bytes of data that fit one scalar below the BLS12-381 group order.</summary>
    public const int SafeScalarSize = 31;

    /// <summary>Bytes of a scalar, big-endian.</summary>
    public const int ScalarSize = 32;

    /// <summary>Chunks of a record, 2^15; as many again are parity.</summary>
    public const int ChunksPerRecord = 32_768;

    /// <summary>S-buckets of a sector: source and parity chunks of one record.</summary>
    public const int SBuckets = 65_536;

    /// <summary>A record before its chunks are padded to scalars: 32,768 × 31.</summary>
    public const int RawRecordSize = ChunksPerRecord * SafeScalarSize;

    /// <summary>A record: 32,768 scalars of 32 bytes.</summary>
    public const int RecordSize = ChunksPerRecord * ScalarSize;

    public const int CommitmentSize = 48;

    public const int WitnessSize = 48;

    /// <summary>A piece: record, record commitment, record witness.</summary>
    public const int PieceSize = RecordSize + CommitmentSize + WitnessSize;
}
