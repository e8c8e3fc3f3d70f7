using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;

namespace Autonomys.Farming.Space;

/// <summary>Proofs of space computed on the processor.</summary>
/// <param name="k">20 on the network.</param>
/// <param name="threads">Threads for one table: 1 for plotting, where every record has a thread; more where one table is awaited.</param>
public sealed class CpuRecordProofs(int k = PosParameters.NetworkK, int threads = 1) : IRecordProofs
{
    private readonly PosTableGenerator _generator = new(k);
    private PosTable? _table;

    private PosTable Table => _table ?? throw new InvalidOperationException("No table was generated yet.");

    public void Generate(PosSeed seed, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _table = threads == 1 ? _generator.Generate(seed) : _generator.GenerateParallel(seed, threads);
    }

    public int SelectProvable(Span<SBucket> sBuckets) => Table.SelectProvable(sBuckets);

    public bool HasProof(SBucket sBucket) => Table.HasProof(sBucket);

    public void HashProofs(ReadOnlySpan<SBucket> sBuckets, Span<byte> hashes)
    {
        if (threads == 1 || sBuckets.Length < 2 * threads)
        {
            Table.HashProofs(sBuckets, hashes);
            return;
        }

        // Spans do not go to other threads. Who has several threads makes one proof every few seconds: copies do no harm.
        PosTable table = Table;
        SBucket[] wanted = sBuckets.ToArray();
        byte[] found = new byte[hashes.Length];
        int each = (wanted.Length + threads - 1) / threads;
        try
        {
            Parallel.For(0, (wanted.Length + each - 1) / each, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
            {
                int first = part * each;
                int count = Math.Min(each, wanted.Length - first);
                table.HashProofs(wanted.AsSpan(first, count), found.AsSpan(first * Blake3Hash.Size, count * Blake3Hash.Size));
            });
        }
        catch (AggregateException errors) when (errors.InnerExceptions[0] is ArgumentException missing)
        {
            throw new ArgumentException(missing.Message, nameof(sBuckets), missing);
        }

        found.CopyTo(hashes);
    }

    public bool TryFindProof(SBucket sBucket, Span<byte> proof) => Table.TryFindProof(sBucket, proof);

    public void Dispose() => _generator.Dispose();
}
