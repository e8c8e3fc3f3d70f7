using Autonomys.Farming.Auditing;
using Autonomys.Farming.Sectors;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Auditing;

/// <summary>
/// Audit of 64 sectors of 1,000 pieces, 500 chunks in every s-bucket, in memory, with a range that one chunk in a thousand wins; divide by 64
/// for a sector.
/// </summary>
public class AuditBenchmarks
{
    private const int Sectors = 64;
    private const ushort Pieces = 1_000;
    private readonly Blake3Hash _challenge = Blake3.Hash("slot"u8);
    private readonly SolutionRange _range = new(ulong.MaxValue / 1_000);
    private readonly SectorMetadata?[] _sectors = new SectorMetadata?[Sectors];
    private readonly PlotAuditor _oneThread = new(default, threads: 1);
    private readonly PlotAuditor _twoThreads = new(default, threads: 2);
    private readonly RepeatedBytes _plot = new();

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Sectors; i++)
        {
            ushort[] sizes = new ushort[65_536];
            Array.Fill(sizes, (ushort)(Pieces / 2));
            _sectors[i] = new SectorMetadata(new SectorIndex((ushort)i), Pieces, new HistorySize(1), sizes);
        }
    }

    [Benchmark(Baseline = true)]
    public int OneThread() => _oneThread.Audit(_plot, _sectors, _challenge, _range).SectorsAudited;

    [Benchmark]
    public int TwoThreads() => _twoThreads.Audit(_plot, _sectors, _challenge, _range).SectorsAudited;

    /// <summary>A plot of 64 GB that is the same 64 MiB again and again: more than a cache holds, and little enough for memory.</summary>
    private sealed class RepeatedBytes : ISectorReader
    {
        private readonly byte[] _bytes = new byte[64 << 20];

        public RepeatedBytes() => new Random(1).NextBytes(_bytes);

        public void ReadExactly(long offset, Span<byte> destination) =>
            _bytes.AsSpan((int)(offset % (_bytes.Length - (64 << 10))), destination.Length).CopyTo(destination);
    }
}
