using Autonomys.Primitives.Sectors;
using Autonomys.Proofs.Space;
using Autonomys.Proofs.Space.Wide;
using Autonomys.Testing;

namespace Autonomys.Proofs.Tests.Space;

/// <summary>What a generator may take: it is used for every record of every sector.</summary>
public sealed class PosTableGeneratorTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Buffers_of_the_network_s_tables_are_below_200_MiB()
    {
        using TableBuffers buffers = new(PosParameters.NetworkK);
        Assert.InRange(buffers.Bytes, 100 * MiB, 200 * MiB);
    }

    [Fact]
    public void Further_tables_and_their_proof_hashes_leave_no_garbage()
    {
        using PosTableGenerator generator = new(15);
        SBucket[] sBuckets = new SBucket[32_768];
        byte[] hashes = new byte[sBuckets.Length * 32];
        int number = 0;
        PosSeed[] seeds = [.. Enumerable.Range(0, 4).Select(i => PosSeed.From(Vectors.Bytes($"garbage-{i}", 32)))];
        long garbage = Garbage.Least(() =>
        {
            PosTable table = generator.Generate(seeds[number++ % seeds.Length]);
            int count = table.SelectProvable(sBuckets);
            table.HashProofs(sBuckets.AsSpan(0, count), hashes.AsSpan(0, count * 32));
        });

        // The view of the table, and for each of its seven stages what tells threads what to do.
        Assert.InRange(garbage, 0, 8_192);
    }
}
