using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.Slots;
using Autonomys.DevChain.State;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests;

public sealed class BlockExecutorTests
{
    private static readonly DevChainOptions Options = TestChain.Options("/tmp") with
    {
        InitialSolutionRange = new(6_000_000),
        AdjustSolutionRange = true,
        EraDurationBlocks = 10,
        PotEntropyInjectionIntervalBlocks = 16,
    };

    [Theory]
    // Blocks in every sixth slot are what the range is for; the first era counts from slot 0.
    [InlineData(6, 6_000_000)]
    [InlineData(3, 3_000_000)]
    [InlineData(12, 12_000_000)]
    [InlineData(1, 1_500_000)]
    [InlineData(60, 24_000_000)]
    public void An_era_scales_the_range_by_its_slots_within_a_factor_of_four(int slotsPerBlock, ulong expected)
    {
        ChainState state = Genesis();
        for (int i = 1; i <= 10; i++)
        {
            Assert.Null(state.NextSolutionRange);
            Assert.Equal((6_000_000UL, 60_000_000UL), (state.RangeForNextBlock.Value, state.VotingRangeForNextBlock.Value));
            state = Next(state, (ulong)(i * slotsPerBlock));
        }

        Assert.Equal(6_000_000UL, state.SolutionRange.Value);
        Assert.Equal((expected, expected * 10), (state.RangeForNextBlock.Value, state.VotingRangeForNextBlock.Value));
        state = Next(state, (ulong)((10 * slotsPerBlock) + 1));
        Assert.Equal(expected, state.SolutionRange.Value);
        Assert.Null(state.NextSolutionRange);
        Assert.Equal((ulong)(10 * slotsPerBlock), state.EraStartSlot!.Value.Value);
    }

    [Fact]
    public void Without_adjustment_the_range_stays_and_leaves_no_room_for_votes()
    {
        ChainState state = Genesis(Options with { AdjustSolutionRange = false });
        for (ulong i = 1; i <= 25; i++)
        {
            state = Next(state, i);
            Assert.Equal((6_000_000UL, 6_000_000UL), (state.RangeForNextBlock.Value, state.VotingRangeForNextBlock.Value));
        }
    }

    [Fact]
    public void Entropy_of_a_block_is_injected_two_intervals_and_fifteen_slots_later()
    {
        ChainState state = Genesis();
        Blake3Hash entropy = default;
        for (ulong i = 1; i <= 48; i++)
        {
            Assert.Null(state.NextPotChange);
            state = Next(state, i);
            if (i == 16)
            {
                entropy = Blake3.HashList(TestChain.Solution("16").Chunk.AsSpan(), Pot(16).AsSpan());
            }
        }

        // Block 48 is the first whose number less two intervals is a block that gave entropy.
        Assert.Equal(new PotParametersChange(new(63), 64, entropy), state.NextPotChange);
        PotOutput output = Pot(62);
        Assert.Equal(new PotInput(new(63), output.SeedWithEntropy(entropy)), PotInput.After(new(62), output, state.NextPotChange));
        Assert.Equal(new PotInput(new(64), output.Seed()), PotInput.After(new(63), output, state.NextPotChange));
    }

    [Fact]
    public void A_stored_block_replays_to_the_same_state_and_a_changed_one_does_not()
    {
        ChainState parent = Next(Genesis(), 1);
        Vote vote = new(2, parent.Hash, new(2), TestChain.Solution("vote"), Pot(2), Pot(6));
        byte[][] extrinsics = [Extrinsics.Timestamp(1), Extrinsics.Vote(new SignedVote(vote, default))];
        (BlockHeader header, ChainState state) = BlockExecutor.Execute(parent, new PreDigest(new(3), TestChain.Solution("3"), Pot(3), Pot(7)), extrinsics);
        BlockHeader sealedHeader = header with { Digest = [.. header.Digest, ConsensusDigest.Seal(default)] };
        SignedBlock block = new(sealedHeader, extrinsics, null);

        ChainState? replayed = BlockExecutor.Replay(parent, block);
        Assert.Equal(sealedHeader.Hash(), replayed!.Hash);
        Assert.Equal(state.Root(), replayed.Root());
        Assert.Equal(3 * (UInt128)RewardSchedule.BlockReward, replayed.Balances[TestChain.Solution("any").RewardAddress]);
        Assert.Null(BlockExecutor.Replay(parent, block with { Extrinsics = [Extrinsics.Timestamp(2), extrinsics[1]] }));
        Assert.Null(BlockExecutor.Replay(parent, block with { Header = sealedHeader with { StateRoot = default } }));
        Assert.Null(BlockExecutor.Replay(Genesis(), block));
    }

    [Fact]
    public void Chains_with_other_constants_have_other_genesis_hashes()
    {
        Assert.Equal(Genesis().GenesisHash, Genesis().GenesisHash);
        Assert.NotEqual(Genesis().GenesisHash, Genesis(Options with { GenesisSeed = "other" }).GenesisHash);
        Assert.NotEqual(Genesis().GenesisHash, Genesis(Options with { ConfirmationDepthBlocks = 4 }).GenesisHash);
    }

    [Fact]
    public void The_defaults_are_the_networks_constants()
    {
        DevChainOptions options = new() { BasePath = "/tmp" };
        options.Validate();

        Assert.Equal(SolutionRanges.FromPieces(1000), options.InitialSolutionRange);
        Assert.Equal((2016u, 100u, 9u, 4UL), (options.EraDurationBlocks, options.ConfirmationDepthBlocks, options.ExpectedVotesPerBlock, options.BlockAuthoringDelaySlots));
        Assert.Equal((50u, 2, 15UL), (options.PotEntropyInjectionIntervalBlocks, options.PotEntropyInjectionLookback, options.PotEntropyInjectionDelaySlots));
        Assert.Equal(500, options.RewardSigningTimeout.TotalMilliseconds);
        Assert.Throws<DevChainException>(() => (options with { PotIterationsPerSlot = 17 }).Validate());
        Assert.Throws<DevChainException>(() => (options with { SlotDuration = TimeSpan.Zero }).Validate());
        Assert.Throws<DevChainException>(() => (options with { PotEntropyInjectionDelaySlots = 10 }).Validate());
    }

    private static ChainState Genesis(DevChainOptions? options = null) => BlockExecutor.Genesis(ChainSpec.From(options ?? Options)).State;

    private static PotOutput Pot(ulong slot) => PotOutput.From(Vectors.Bytes($"pot {slot}", 16));

    private static ChainState Next(ChainState state, ulong slot)
    {
        PreDigest preDigest = new(new(slot), TestChain.Solution($"{slot}"), Pot(slot), Pot(slot + 4));
        (BlockHeader header, ChainState next) = BlockExecutor.Execute(state, preDigest, []);
        return BlockExecutor.Seal(next, header);
    }
}
