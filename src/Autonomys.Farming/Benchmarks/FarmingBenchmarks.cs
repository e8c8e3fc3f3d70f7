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
using Autonomys.Primitives.Solutions;

namespace Autonomys.Farming.Benchmarks;

/// <summary>Measures plotting, auditing and proving with the very code that farms; the first round of each is not counted.</summary>
public static class FarmingBenchmarks
{
    /// <summary>Encodes made-up records on the calling thread.</summary>
    public static BenchmarkResult Encode(IRecordEncoder encoder, int records, CancellationToken cancellationToken)
    {
        byte[] original = new byte[RecordLayout.RecordSize];
        Blake3.Hash("benchmark record"u8, original);
        for (int i = 0; i < original.Length; i += RecordLayout.ScalarSize)
        {
            original[i] = 0;
        }

        byte[] record = new byte[RecordLayout.RecordSize];
        byte[] bitfield = new byte[SectorLayout.BitfieldSize];
        return Measure("records", records, round =>
        {
            original.CopyTo(record, 0);
            encoder.Encode(record, PosSeed.From(Challenge(round).AsSpan()), bitfield, cancellationToken);
            return 1;
        });
    }

    /// <summary>Audits a plot for made-up slots.</summary>
    public static BenchmarkResult Audit(
        PlotAuditor auditor,
        ISectorReader plot,
        IReadOnlyList<SectorMetadata?> sectors,
        SolutionRange solutionRange,
        int slots,
        CancellationToken cancellationToken) => Measure(
            "sectors",
            slots,
            round => auditor.Audit(plot, sectors, Challenge(round), solutionRange, null, cancellationToken).SectorsAudited);

    /// <summary>Proves the best chunk of made-up slots, all of whose chunks win.</summary>
    public static BenchmarkResult Prove(
        PlotAuditor auditor,
        SolutionProver prover,
        ISectorReader plot,
        IReadOnlyList<SectorMetadata?> sectors,
        IRecordProofs proofs,
        RecordReadMode mode,
        int solutions,
        CancellationToken cancellationToken) => Measure(
            "solutions",
            solutions,
            round =>
            {
                PlotAudit audit = auditor.Audit(plot, sectors, Challenge(round), new(ulong.MaxValue), null, cancellationToken);
                foreach (SolutionCandidate candidate in audit.Candidates)
                {
                    ProvingOutcome? outcome = prover.ProveAll(candidate, default, proofs, mode, cancellationToken).FirstOrDefault();
                    if (outcome is not null)
                    {
                        return outcome.Error is null ? 1 : throw outcome.Error;
                    }
                }

                return 0;
            });

    private static BenchmarkResult Measure(string unit, int rounds, Func<int, int> round)
    {
        round(0);
        using Process process = Process.GetCurrentProcess();
        TimeSpan processor = process.TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        int count = 0;
        for (int i = 1; i <= rounds; i++)
        {
            count += round(i);
        }

        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        process.Refresh();
        return new BenchmarkResult(unit, count, elapsed, process.TotalProcessorTime - processor);
    }

    private static Blake3Hash Challenge(int round)
    {
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(number, round);
        return Blake3.Hash(number);
    }
}
