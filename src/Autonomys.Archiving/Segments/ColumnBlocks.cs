using Autonomys.Cryptography.Bls12381.Fields;
using Autonomys.Primitives.Pieces;

namespace Autonomys.Archiving.Segments;

/// <summary>
/// Work on a segment's columns: a column is the chunks at one offset of all records. Records lie row by row, so columns are
/// taken 64 at a time, which reads 2 KiB of each record at once, and the blocks of columns are spread over threads.
/// </summary>
internal static class ColumnBlocks
{
    /// <summary>Columns of a block.</summary>
    internal const int Columns = 64;

    /// <summary>Blocks of a segment.</summary>
    internal const int Count = RecordLayout.ChunksPerRecord / Columns;

    /// <summary>Calls <paramref name="work"/> for every block with the scratch memory of its thread.</summary>
    /// <param name="threads">Threads to use at once; 0 for one per processor.</param>
    /// <param name="scratchSize">Scalars of scratch memory per thread.</param>
    /// <param name="work">Gets the block's first column and the scratch memory.</param>
    /// <param name="done">Told how many blocks are finished, from several threads.</param>
    /// <param name="cancellationToken">Looked at before every block.</param>
    internal static void ForEach(
        int threads, int scratchSize, Action<int, Scalar[]> work, Action<int>? done, CancellationToken cancellationToken)
    {
        int finished = 0;
        Parallel.For(
            0,
            Count,
            Threads.Options(threads, cancellationToken),
            () => new Scalar[scratchSize],
            (block, _, scratch) =>
            {
                work(block * Columns, scratch);
                done?.Invoke(Interlocked.Increment(ref finished));
                return scratch;
            },
            _ => { });
    }
}
