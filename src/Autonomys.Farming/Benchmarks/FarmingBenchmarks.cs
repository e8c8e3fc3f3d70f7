using System.Buffers.Binary;
using System.Diagnostics;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Plotting;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;

namespace Autonomys.Farming.Benchmarks;

/// <summary>Measures plotting, auditing and proving with the very code that farms; the first round of each is not counted.</summary>
public static class FarmingBenchmarks
{
    /// <summary>Encodes made-up records, in each round one with every encoder, all at once.</summary>
    /// <exception cref="PlottingException">A record does not encode.</exception>
    public static BenchmarkResult Encode(IReadOnlyList<IRecordEncoder> encoders, int rounds, CancellationToken cancellationToken)
    {
        byte[] original = new byte[RecordLayout.RecordSize];
        Blake3.Hash("benchmark record"u8, original);
        for (int i = 0; i < original.Length; i += RecordLayout.ScalarSize)
        {
            original[i] = 0;
        }

        byte[][] records = [.. encoders.Select(_ => new byte[RecordLayout.RecordSize])];
        byte[][] bitfields = [.. encoders.Select(_ => new byte[SectorLayout.BitfieldSize])];
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = encoders.Count, CancellationToken = cancellationToken };
        return Measure("records", rounds, cancellationToken, round => () =>
        {
            Parallel.For(0, encoders.Count, parallel, i =>
            {
                original.CopyTo(records[i], 0);
                PosSeed seed = PosSeed.From(Challenge((round * encoders.Count) + i).AsSpan());
                encoders[i].Encode(records[i], seed, bitfields[i], cancellationToken);
            });
            return encoders.Count;
        });
    }

    /// <summary>Audits a plot for made-up slots that no chunk wins.</summary>
    /// <exception cref="IOException">A sector cannot be read.</exception>
    public static BenchmarkResult Audit(
        PlotAuditor auditor, ISectorReader plot, IReadOnlyList<SectorMetadata> sectors, int slots, CancellationToken cancellationToken) => Measure(
            "sectors",
            slots,
            cancellationToken,
            round => () =>
            {
                PlotAudit audit = auditor.Audit(plot, sectors, Challenge(round), new(1), null, cancellationToken);
                return audit.Failures.Count == 0 ? audit.SectorsAudited : throw new IOException(audit.Failures[0].ToString());
            });

    /// <summary>Proves winning chunks of made-up slots that all chunks win, a sector after the other; finding them is not counted.</summary>
    /// <exception cref="SectorReadException">A sector cannot be read, or is damaged.</exception>
    /// <exception cref="IOException">A sector cannot be read.</exception>
    public static BenchmarkResult Prove(
        PlotAuditor auditor,
        SolutionProver prover,
        ISectorReader plot,
        IReadOnlyList<SectorMetadata> sectors,
        IRecordProofs proofs,
        RecordReadMode mode,
        int solutions,
        CancellationToken cancellationToken)
    {
        Queue<SolutionCandidate> candidates = new();
        int slot = 0;
        return Measure("solutions", solutions, cancellationToken, _ =>
        {
            while (candidates.Count == 0)
            {
                PlotAudit audit = auditor.Audit(plot, sectors, Challenge(slot++), new(ulong.MaxValue), null, cancellationToken);
                if (audit.Failures.Count > 0)
                {
                    throw new IOException(audit.Failures[0].ToString());
                }

                // A sector with few pieces may have no provable chunk in this slot's s-bucket.
                foreach (SolutionCandidate candidate in audit.Candidates.Where(found => SolutionProver.Prepare(found).Chunks.Count > 0))
                {
                    candidates.Enqueue(candidate);
                }
            }

            SolutionCandidate next = candidates.Dequeue();
            return () =>
            {
                ProvingOutcome outcome = prover.ProveAll(next, default, proofs, mode, cancellationToken).First();
                return outcome.Error is null ? 1 : throw outcome.Error;
            };
        });
    }

    /// <summary>Runs a round that is not counted, then those that are; what <paramref name="prepare"/> does is not measured.</summary>
    private static BenchmarkResult Measure(string unit, int rounds, CancellationToken cancellationToken, Func<int, Func<int>> prepare)
    {
        prepare(0)();
        List<TimeSpan> times = new(rounds);
        TimeSpan processor = TimeSpan.Zero;
        int count = 0;
        for (int i = 1; i <= rounds; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Func<int> round = prepare(i);
            TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            count += round();
            times.Add(Stopwatch.GetElapsedTime(start));
            processor += Environment.CpuUsage.TotalTime - processorBefore;
        }

        TimeSpan elapsed = times.Aggregate(TimeSpan.Zero, (sum, time) => sum + time);
        times.Sort();
        return new BenchmarkResult(unit, count, times, elapsed, processor);
    }

    private static Blake3Hash Challenge(int round)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, round);
        return Blake3.Hash(number);
    }
}
