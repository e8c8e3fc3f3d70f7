using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space.Reference;
using Autonomys.Proofs.Space.Wide;

namespace Autonomys.Proofs.Space;

/// <summary>Makes proof-of-space tables, one at a time, in buffers that it keeps. Not thread-safe: one generator per thread.</summary>
public sealed class PosTableGenerator : IDisposable
{
    private readonly WideTables? _wide;
    private readonly ulong[] _firstEntries = new ulong[RecordLayout.SBuckets];
    private int _generation;

    /// <param name="k">15 to 25; a table has about 2^K entries.</param>
    /// <exception cref="ArgumentOutOfRangeException">K is not between 15 and 25.</exception>
    public PosTableGenerator(int k = PosParameters.NetworkK)
    {
        PosParameters.RequireK(k);
        K = k;
        _wide = k <= RowLayout.MaxK ? new WideTables(k) : null;
    }

    /// <summary>How this machine makes tables, in words for people.</summary>
    public static string Implementation => LaneWidths.Widest switch
    {
        LaneWidth.Vector512 => "16 lanes of AVX-512 (VBMI, VBMI2)",
        LaneWidth.Vector256 => "8 lanes of AVX2",
        _ => "scalar",
    };

    public int K { get; }

    /// <summary>Makes the tables of <paramref name="seed"/> on the calling thread.</summary>
    /// <returns>A view of this generator's buffers: it can be used until the next call or until the generator is disposed.</returns>
    public PosTable Generate(PosSeed seed) => GenerateParallel(seed, 1);

    /// <summary>The same with up to <paramref name="threads"/> threads, for one table as soon as possible rather than many in all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one thread.</exception>
    public PosTable GenerateParallel(PosSeed seed, int threads) =>
        Generate(seed, threads, LaneWidths.Widest, PosParameters.UnusedChallengeMask(K));

    /// <summary>Makes tables with vectors of one width.</summary>
    /// <param name="lastMask">
    /// Bits of y that are zero in every entry of table 7 that is kept. S-buckets ask only for some prefixes of y; 0 keeps all of them.
    /// </param>
    internal PosTable Generate(PosSeed seed, int threads, LaneWidth width, uint lastMask)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ObjectDisposedException.ThrowIf(_generation < 0, this);
        _generation++;
        if (_wide is null)
        {
            return new PosTable(this, _generation, new ReferenceTableStore(ReferenceTables.Create(K, seed)), _firstEntries);
        }

        _wide.Create(seed, threads, width, lastMask);
        return new PosTable(this, _generation, _wide.Buffers, _firstEntries);
    }

    public void Dispose()
    {
        _generation = -1;
        _wide?.Dispose();
    }

    /// <summary>Whether a table made as the <paramref name="generation"/>-th is still in the buffers.</summary>
    internal bool Holds(int generation) => generation == _generation;
}
