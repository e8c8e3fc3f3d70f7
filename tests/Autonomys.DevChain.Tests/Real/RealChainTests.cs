using System.Collections.Concurrent;
using Autonomys.Archiving;
using Autonomys.Cryptography.Signatures;
using Autonomys.DevChain.Archiving;
using Autonomys.DevChain.Authoring;
using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Farming.Farms;
using Autonomys.Node.Client;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Solutions;

namespace Autonomys.DevChain.Tests.Real;

/// <summary>Nothing is made up here: commitments, plots, proofs, verification and signatures are those of the network.</summary>
[Trait("Category", "Long")]
public sealed class RealChainTests(RealChain real, ITestOutputHelper output) : IClassFixture<RealChain>
{
    [Fact]
    public async Task A_plotted_sector_farms_blocks_and_votes_before_and_after_a_restart()
    {
        output.WriteLine(real.Timings);
        using TestFolder folder = new();
        real.CopyTo(folder.Path);
        DevChainOptions options = RealChain.Options(folder.File("chain"));
        ConcurrentQueue<DevChainEvent> events = new();
        uint best;
        await using (DevNode node = await DevNode.StartAsync(options, real.Kzg, events.Enqueue))
        {
            Assert.DoesNotContain(events, happened => happened is SegmentArchiving);
            await CheckPiecesAsync(node);
            using Farm farm = await OpenFarmAsync(node, folder);
            RealFarmer farmer = new(real.Kzg, farm, node.RpcUrl);
            await farmer.RunUntilAsync(() => node.BestNumber >= 5 && events.Any(happened => happened is BlockProduced { Votes: > 0 }));
            best = node.BestNumber;
            await CheckBlocksAsync(node, folder, farm);
        }

        Assert.DoesNotContain(events, happened => happened is ChainFailed or SignatureInvalid or SignatureMissing);
        CheckRefusals(events);
        CheckEra(events, options);
        events.Clear();
        await using (DevNode node = await DevNode.StartAsync(options, real.Kzg, events.Enqueue))
        {
            Assert.Equal(best, node.BestNumber);
            using Farm farm = await OpenFarmAsync(node, folder);
            await new RealFarmer(real.Kzg, farm, node.RpcUrl).RunUntilAsync(() => node.BestNumber > best);
        }

        Assert.Contains(events, happened => happened is BlockProduced { Number: var number } && number == best + 1);
        Assert.DoesNotContain(events, happened => happened is ChainFailed or SegmentArchiving);
    }

    [Fact]
    public async Task A_solution_with_one_wrong_bit_makes_no_block()
    {
        using TestFolder folder = new();
        real.CopyTo(folder.Path);
        ConcurrentQueue<DevChainEvent> events = new();
        await using DevNode node = await DevNode.StartAsync(RealChain.Options(folder.File("chain")), real.Kzg, events.Enqueue);
        using Farm farm = await OpenFarmAsync(node, folder);
        RealFarmer farmer = new(real.Kzg, farm, node.RpcUrl) { Alter = WithWrongWitness };
        await farmer.RunUntilAsync(() => events.OfType<SolutionRefused>().Count() >= 2);

        Assert.All(events.OfType<SolutionRefused>(), refused => Assert.Equal("the chunk is not part of the record", refused.Reason));
        Assert.Equal(0u, node.BestNumber);
    }

    /// <summary>Later segments have made-up pieces, so that history grows by one with every block.</summary>
    [Fact]
    public async Task An_expired_sector_is_refused()
    {
        using TestFolder folder = new();
        real.CopyTo(folder.Path);
        ConcurrentQueue<DevChainEvent> events = new();
        await using DevNode node = await DevNode.StartAsync(
            RealChain.Options(folder.File("chain")), new FakeArchivers(1), new CompleteSolutionVerifier(real.Kzg), events.Enqueue, default);
        using Farm farm = await OpenFarmAsync(node, folder);
        await new RealFarmer(real.Kzg, farm, node.RpcUrl).RunUntilAsync(
            () => events.Any(happened => happened is SolutionRefused { Reason: var reason } && reason.StartsWith("the sector expired", StringComparison.Ordinal)));

        // History size 1 and a lifetime of 1: expiry is drawn from 2 to 4, with the commitment of segment 1.
        SegmentCommitment drawn = events.OfType<SegmentArchived>().Single(archived => archived.Header.SegmentIndex.Value == 1).Header.SegmentCommitment;
        ulong expiry = Primitives.Sectors.SectorId.Derive(farm.Identity.PublicKey.Hash(), new(0), new(1))
            .DeriveExpirationHistorySize(new(1), drawn, new(1))!.Value.Value;
        Assert.InRange(expiry, 2UL, 4UL);
        SolutionRefused refused = events.OfType<SolutionRefused>().First(refused => refused.Reason.Contains("expired", StringComparison.Ordinal));
        Assert.StartsWith($"the sector expired at history size {expiry}, the current one is ", refused.Reason, StringComparison.Ordinal);
        Assert.True(node.BestNumber >= 2);
    }

    private static Solution WithWrongWitness(Solution solution)
    {
        // Another point of the group, so that nothing but the pairing can tell.
        return solution with { ChunkWitness = ChunkWitness.From(solution.RecordWitness.AsSpan()) };
    }

    private static async Task<Farm> OpenFarmAsync(DevNode node, TestFolder folder)
    {
        await using RpcNodeClient client = new(node.RpcUrl);
        return RealChain.OpenFarm(folder.File("farm"), await client.GetFarmerAppInfoAsync(default));
    }

    private async Task CheckPiecesAsync(DevNode node)
    {
        await using RpcNodeClient client = new(node.RpcUrl);
        SegmentHeader header = (await client.GetSegmentHeadersAsync([new(0)], default))[0]!;
        PieceVerifier verifier = new(real.Kzg);
        int[] positions = [0, 1, 77, 254, 255];
        List<Piece> pieces = [];
        foreach (int position in positions)
        {
            pieces.Add((await client.GetPieceAsync(PieceIndex.FromSegment(new(0), position), default))!);
        }

        Assert.True(verifier.IsPieceValid(pieces[4], header.SegmentCommitment, 255));
        Assert.True(verifier.AreAllPiecesValid(pieces, positions, header.SegmentCommitment));
        Assert.False(verifier.AreAllPiecesValid(pieces, [0, 1, 77, 255, 254], header.SegmentCommitment));
        pieces[2] = pieces[2].Clone();
        pieces[2].Record[1_000_000] ^= 1;
        Assert.False(verifier.AreAllPiecesValid(pieces, positions, header.SegmentCommitment));
    }

    /// <summary>What the RPC tells of each block is what is stored, and its seal is the farm's signature.</summary>
    private static async Task CheckBlocksAsync(DevNode node, TestFolder folder, Farm farm)
    {
        await using RpcNodeClient client = new(node.RpcUrl);
        for (uint number = 1; number <= 5; number++)
        {
            Bytes32 hash = (await client.Chain.GetBlockHashAsync(number, default))!.Value;
            byte[] encoded = BlockEncoding.Encode((await client.Chain.GetBlockAsync(hash, default))!);
            SignedBlock block = Scale.Decode<SignedBlock>(encoded);
            Assert.Equal(hash, block.Header.Hash());
            Solution solution = PreDigest.Of(block.Header)!.Solution;
            Assert.Equal(farm.Identity.PublicKey, solution.PublicKey);
            Assert.Equal(RealFarmer.RewardAddress, solution.RewardAddress);
            byte[] seal = block.Header.Digest.Single(item => item.Kind == DigestKind.Seal).Data;
            Assert.True(Sr25519KeyPair.Verify(solution.PublicKey, RewardSigning.Context, block.Header.WithoutSeal().Hash().AsSpan(), seal));
            Assert.False(Sr25519KeyPair.Verify(solution.PublicKey, RewardSigning.Context, hash.AsSpan(), seal));
        }

        Assert.True(node.BalanceOf(RealFarmer.RewardAddress) > RewardSchedule.BlockReward * (UInt128)5);
    }

    private static void CheckRefusals(ConcurrentQueue<DevChainEvent> events)
    {
        string[] expected = ["another solution of the same slot", "there are no votes on top of the genesis", "distance "];
        Assert.All(
            events.OfType<SolutionRefused>(),
            refused => Assert.Contains(expected, reason => refused.Reason.StartsWith(reason, StringComparison.Ordinal)));
    }

    /// <summary>After four blocks the range follows what was farmed, by the network's formula.</summary>
    private static void CheckEra(ConcurrentQueue<DevChainEvent> events, DevChainOptions options)
    {
        EraEnded ended = events.OfType<EraEnded>().First();
        Assert.Equal(options.EraDurationBlocks, ended.BlockNumber);
        Assert.Equal(options.InitialSolutionRange, ended.SolutionRange);
        SlotNumber last = events.OfType<BlockProduced>().Single(block => block.Number == ended.BlockNumber).Slot;

        // range × slots of the era / (blocks × slots per block), at least a quarter and at most four times as before.
        UInt128 expected = (UInt128)ended.SolutionRange.Value * last.Value / (options.EraDurationBlocks * 6);
        expected = UInt128.Clamp(expected, ended.SolutionRange.Value / 4, UInt128.Min(ulong.MaxValue, (UInt128)ended.SolutionRange.Value * 4));
        Assert.Equal((ulong)expected, ended.NextSolutionRange.Value);
    }
}
