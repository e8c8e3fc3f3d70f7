namespace Autonomys.DevChain.State;

/// <summary>Rewards in Shannon: the network's at its start, without its decline.</summary>
internal static class RewardSchedule
{
    /// <summary>Of a block, and of a vote before the proposer's share.</summary>
    public const ulong BlockReward = 454_545_454_545_454_545;

    /// <summary>The proposer of the block with the vote gets a tenth of the vote's reward.</summary>
    public const ulong ProposerShareOfVote = BlockReward / 10;

    public const ulong VoteReward = BlockReward - ProposerShareOfVote;
}
