namespace Autonomys.Farming.Reading;

/// <summary>How the 32,768 chunks of a record, one in about every second s-bucket, are read. Which is faster depends on the disk.</summary>
public enum RecordReadMode
{
    /// <summary>Each chunk, with near ones in one read, many at a time: little data, for disks with many requests in flight at low latency.</summary>
    ConcurrentChunks,

    /// <summary>All s-buckets from first to last in large blocks: the whole sector is read, chunks of other records are dropped.</summary>
    WholeSector,
}
