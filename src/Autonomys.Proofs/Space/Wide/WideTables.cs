using System.Buffers.Binary;
using System.Runtime.Intrinsics;
using Autonomys.Cryptography.ChaCha;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Proofs.Space.Wide;

/// <summary>Makes the seven tables in buffers that are used again, for K up to 20.</summary>
/// <remarks>
/// For each table: sort every bucket of the one before, match neighbours, hash the matches, put each result at the end of its bucket. That is
/// one pass over memory, and between two buckets nothing but the results is written. With several threads the left buckets are cut into
/// parts; part p gives its entries positions from 512 times its first bucket on, so positions have gaps but keep their order.
/// </remarks>
internal sealed unsafe class WideTables : IDisposable
{
    /// <summary>Left buckets in one part when there are several threads.</summary>
    private const int BucketsPerPart = 64;

    private readonly int _k;
    private readonly RowLayout[] _layouts;
    private readonly List<PairWorker> _workers = [new PairWorker()];
    private uint _lastMask;

    public WideTables(int k)
    {
        _k = k;
        _layouts = new RowLayout[PosParameters.Tables + 1];
        for (int table = 1; table <= PosParameters.Tables; table++)
        {
            _layouts[table] = new RowLayout(k, table);
        }

        Buffers = new TableBuffers(k);
    }

    public TableBuffers Buffers { get; }

    /// <summary>Called after each of tables 1 to 6, while its rows are in their buckets.</summary>
    public Action<int>? TableMade { get; set; }

    public RowLayout Layout(int table) => _layouts[table];

    /// <summary>Makes the tables of <paramref name="seed"/>.</summary>
    /// <param name="lastMask">Bits of y that must be zero for an entry of table 7 to be kept; 0 keeps all.</param>
    public void Create(PosSeed seed, int threads, LaneWidth width, uint lastMask)
    {
        _lastMask = lastMask;
        switch (width)
        {
            case LaneWidth.Vector512:
                Create<Lanes512>(seed, threads);
                break;
            case LaneWidth.Vector256:
                Create<Lanes256>(seed, threads);
                break;
            default:
                Create<ScalarLanes>(seed, threads);
                break;
        }
    }

    public void Dispose()
    {
        foreach (PairWorker worker in _workers)
        {
            worker.Dispose();
        }

        Buffers.Dispose();
    }

    private void Create<TLanes>(PosSeed seed, int threads)
        where TLanes : ILanes
    {
        while (_workers.Count < threads)
        {
            _workers.Add(new PairWorker());
        }

        bool complete = First(seed, threads);
        for (int table = 2; table <= PosParameters.Tables && complete; table++)
        {
            TableMade?.Invoke(table - 1);
            complete = Next<TLanes>(table, threads);
        }

        if (!complete)
        {
            // Which entries an overfull bucket keeps depends on their order, and only one thread keeps that.
            Create<TLanes>(seed, 1);
        }
    }

    /// <returns>False if several threads have filled a bucket beyond its limit.</returns>
    private bool First(PosSeed seed, int threads)
    {
        BucketRows rows = Buffers.RowsOf(1);
        rows.Clear();
        int keystreamBytes = (int)(((long)_k << _k) / 8);
        byte* keystream = Buffers.Keystream;
        ChaCha8.Keystream(seed.AsSpan(), new Span<byte>(keystream, keystreamBytes));
        *(ulong*)(keystream + keystreamBytes) = 0;

        HashTarget target = Target(1, threads > 1);
        int perThread = ((1 << _k) + threads - 1) / threads;
        ForEach(threads, threads, (_, part) => PutFirst(target, part * perThread, Math.Min(1 << _k, (part + 1) * perThread)));
        return threads == 1 || !rows.AnyOverflow();
    }

    /// <summary>Puts x from <paramref name="from"/> to <paramref name="to"/> (exclusive) into their buckets: row = y ‖ x, position = x.</summary>
    private void PutFirst(HashTarget target, int from, int to)
    {
        byte* keystream = Buffers.Keystream;
        int k = _k;
        int yBits = PosParameters.YBits(k);
        for (int x = from; x < to; x++)
        {
            // SAFETY: the keystream has K · 2^K bits and eight bytes after them.
            long bit = (long)k * x;
            ulong window = BinaryPrimitives.ReverseEndianness(*(ulong*)(keystream + (bit >> 3)));
            uint partial = (uint)(window << (int)(bit & 7) >> (64 - k));
            uint y = (partial << PosParameters.ExtensionBits) | ((uint)x >> (k - PosParameters.ExtensionBits));
            ulong high = ((ulong)y << (64 - yBits)) | ((ulong)(uint)x << (64 - yBits - k));
            target.Put(y / PosParameters.BucketSpan, Vector128.Create((uint)(high >> 32), (uint)high, 0, (uint)x));
        }
    }

    /// <inheritdoc cref="First"/>
    private bool Next<TLanes>(int table, int threads)
        where TLanes : ILanes
    {
        BucketRows parent = Buffers.RowsOf(table - 1);
        BucketRows made = Buffers.RowsOf(table);
        bool isLast = table == PosParameters.Tables;
        if (!isLast)
        {
            made.Clear();
        }

        HashTarget target = Target(table, threads > 1);
        int pairs = parent.Buckets - 1;
        int perPart = threads == 1 ? pairs : BucketsPerPart;
        int parts = (pairs + perPart - 1) / perPart;
        int[] counts = new int[parts];
        ForEach(threads, parts, (worker, part) =>
        {
            HashTarget mine = target;
            int first = part * perPart;
            mine.Position = (uint)(first * PosParameters.MaxBucketEntries);
            counts[part] = _workers[worker].Run<TLanes>(parent, first, Math.Min(pairs, first + perPart), in mine);
        });

        if (isLast)
        {
            Buffers.LastRuns.Clear();
            for (int part = 0; part < parts; part++)
            {
                Buffers.LastRuns.Add((part * perPart * PosParameters.MaxBucketEntries, counts[part]));
            }
        }

        return isLast || threads == 1 || !made.AnyOverflow();
    }

    private HashTarget Target(int table, bool isShared)
    {
        BucketRows made = Buffers.RowsOf(table);
        bool isLast = table == PosParameters.Tables;
        return new HashTarget
        {
            Layout = _layouts[Math.Max(1, table - 1)],
            NextLayout = _layouts[table],
            BackPointers = table == 1 ? null : Buffers.BackPointersOf(table),
            LastYs = isLast ? Buffers.LastYs : null,
            LastMask = _lastMask,
            Rows = made.Rows,
            Counts = made.Counts,
            IsShared = isShared,
        };
    }

    /// <summary>Runs parts 0 to <paramref name="parts"/> − 1, each once, telling each the number of the thread that runs it.</summary>
    private static void ForEach(int threads, int parts, Action<int, int> run)
    {
        if (threads == 1)
        {
            for (int part = 0; part < parts; part++)
            {
                run(0, part);
            }

            return;
        }

        int next = -1;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, worker =>
        {
            for (int part = Interlocked.Increment(ref next); part < parts; part = Interlocked.Increment(ref next))
            {
                run(worker, part);
            }
        });
    }
}
