using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Plotting;

/// <summary>
/// Turns a record into the chunks that a sector keeps of it. One caller at a time; an instance keeps its large buffers
/// (tables) from one record to the next.
/// </summary>
public interface IRecordEncoder : IDisposable
{
    /// <summary>
    /// Encodes in place: <paramref name="record"/> (1 MiB) holds the 32,768 source chunks and receives the chunks to be plotted,
    /// encoded ones first, both kinds in the order of their s-buckets.
    /// </summary>
    /// <param name="record">1,048,576 bytes, scalars big-endian.</param>
    /// <param name="seed">Evaluation seed of the record in its sector.</param>
    /// <param name="bitfield">8,192 bytes, overwritten: bit n is set where the chunk of s-bucket n is encoded.</param>
    /// <param name="cancellationToken">Looked at between the stages of a record.</param>
    /// <exception cref="ArgumentException">A chunk is not below the group order: not a record of the history.</exception>
    void Encode(Span<byte> record, PosSeed seed, Span<byte> bitfield, CancellationToken cancellationToken);
}
