using System.Collections.Concurrent;
using System.Text.Json;
using Autonomys.Cryptography.Signatures;
using Autonomys.DevChain.Authoring;
using Autonomys.DevChain.State;
using Autonomys.DevChain.Storage;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests;

/// <summary>A whole node behind its sockets, with stand-ins for commitments and verification.</summary>
public sealed class DevNodeTests
{
    [Fact]
    public async Task Farms_votes_archives_imports_and_resumes_after_its_files_were_cut_anywhere()
    {
        using TestFolder folder = new();
        File.WriteAllBytes(folder.File("data.bin"), Vectors.Bytes("imported", 5000));
        DevChainOptions options = TestChain.Options(folder.File("node")) with { ImportPath = folder.File("data.bin"), MaxImportBytesPerBlock = 1024 };
        FakeVerifier verifier = new();
        ConcurrentQueue<DevChainEvent> events = new();
        FakeArchivers archivers = new(3000);
        uint bestNumber;
        Bytes32 bestHash;
        UInt128 balance;
        await using (DevNode node = await DevNode.StartAsync(options, archivers, verifier, events.Enqueue, default))
        {
            await using RpcClient client = await RpcClient.ConnectAsync(node.RpcUrl);
            await CheckGenesisAsync(node, client);
            await client.ResultAsync("subspace_subscribeArchivedSegmentHeader");
            Task farming = FarmAsync(node.RpcUrl, verifier, 8);
            JsonElement header = await client.NotificationAsync("subspace_archived_segment_header");
            Assert.Equal(1UL, header.GetProperty("v0").GetProperty("segmentIndex").GetUInt64());
            Assert.DoesNotContain(events, happened => happened is SegmentNotAcknowledged);
            while (!farming.IsCompleted)
            {
                // Block import waits for this farmer.
                await client.ResultAsync("subspace_acknowledgeArchivedSegmentHeader", $"[{node.HistorySize.Value - 1}]");
                await Task.Delay(20);
            }

            await farming;
            await CheckBlocksAsync(node, client);
            bestNumber = node.BestNumber;
            bestHash = node.BestHash;
            balance = node.BalanceOf(TestChain.Solution("any").RewardAddress);
        }

        Assert.Contains(events, happened => happened is VoteAccepted);
        Assert.Contains(events, happened => happened is SolutionRefused { Reason: "made up" });
        Assert.Contains(events, happened => happened is SolutionRefused { Reason: "the same solution was used already" });
        Assert.Contains(events, happened => happened is ImportFinished);
        Assert.DoesNotContain(events, happened => happened is ChainFailed or SignatureInvalid);
        Assert.True(balance > RewardSchedule.BlockReward * (UInt128)8);

        await using (DevNode node = await DevNode.StartAsync(options, archivers, verifier, null, default))
        {
            Assert.Equal((bestNumber, bestHash, balance), (node.BestNumber, node.BestHash, node.BalanceOf(TestChain.Solution("any").RewardAddress)));
        }

        await KillAndResumeAsync(options, bestNumber);
        DevChainException exception = await Assert.ThrowsAsync<DevChainException>(
            () => DevNode.StartAsync(options with { EraDurationBlocks = 7 }, archivers, verifier, null, default));
        Assert.Contains("EraDurationBlocks", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_solutions_of_unknown_slots_and_makes_no_block_without_a_signature()
    {
        using TestFolder folder = new();
        ConcurrentQueue<DevChainEvent> events = new();
        DevChainOptions options = TestChain.Options(folder.File("node")) with { RewardSigningTimeout = TimeSpan.FromMilliseconds(200) };
        await using DevNode node = await DevNode.StartAsync(options, new FakeArchivers(int.MaxValue), new FakeVerifier(), events.Enqueue, default);
        await using RpcClient client = await RpcClient.ConnectAsync(node.RpcUrl);

        Assert.Equal((9001, "Solution was ignored"), await client.ErrorAsync("subspace_submitSolutionResponse", Response(1_000_000, "x")));
        await client.ResultAsync("subspace_subscribeSlotInfo");
        await client.ResultAsync("subspace_subscribeRewardSigning");
        ulong slot = (await client.NotificationAsync("subspace_slot_info")).GetProperty("slotNumber").GetUInt64();
        for (int i = 0; i < 10; i++)
        {
            await client.ResultAsync("subspace_submitSolutionResponse", Response(slot, $"solution {i}"));
        }

        Assert.Equal((9001, "Solution was ignored"), await client.ErrorAsync("subspace_submitSolutionResponse", Response(slot, "eleventh")));
        JsonElement request = await client.NotificationAsync("subspace_reward_signing");
        Assert.Equal(TestChain.Farmer.PublicKey.ToString(), request.GetProperty("publicKey").GetString());
        await client.ResultAsync("subspace_submitRewardSignature", JsonSerializer.Serialize(new object[]
        {
            new { hash = request.GetProperty("hash").GetString(), signature = new string('0', 128) },
        }));
        while (!events.Any(happened => happened is SignatureMissing { IsBlock: true }))
        {
            await Task.Delay(10);
        }

        Assert.Contains(events, happened => happened is SignatureInvalid);
        Assert.Equal(0u, node.BestNumber);
        Assert.Equal((9001, "Solution was ignored"), await client.ErrorAsync("subspace_submitSolutionResponse", Response(slot, "late")));
        await node.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(2));
    }

    private static async Task CheckGenesisAsync(DevNode node, RpcClient client)
    {
        JsonElement info = await client.ResultAsync("subspace_getFarmerAppInfo");
        Assert.Equal(
            $$$"""{"genesisHash":"{{{node.GenesisHash}}}","dsnBootstrapNodes":[],"syncing":false,"farmingTimeout":{"secs":0,"nanos":160000000},"protocolInfo":{"historySize":1,"maxPiecesInSector":1000,"recentSegments":5,"recentHistoryFraction":[1,10],"minSectorLifetime":4}}""",
            info.GetRawText());
        Assert.Equal(2_097_344, (await client.ResultAsync("subspace_piece", "[255]")).GetString()!.Length);
        Assert.Equal(JsonValueKind.Null, (await client.ResultAsync("subspace_piece", "[256]")).ValueKind);
        Assert.Equal("[null]", (await client.ResultAsync("subspace_segmentHeaders", "[[5]]")).GetRawText());
        Assert.Equal(1, (await client.ResultAsync("subspace_lastSegmentHeaders", "[1000]")).GetArrayLength());
        Assert.Equal(9001, (await client.ErrorAsync("subspace_lastSegmentHeaders", "[1001]")).Code);
        Assert.Equal(-32602, (await client.ErrorAsync("subspace_submitRewardSignature", """[{"hash":"0x00"}]""")).Code);
        Assert.Equal("Autonomys Development", (await client.ResultAsync("system_chain")).GetString());
        Assert.Equal("""{"peers":0,"isSyncing":false,"shouldHavePeers":false}""", (await client.ResultAsync("system_health")).GetRawText());
        Assert.Contains("chain_getBlock", (await client.ResultAsync("rpc_methods")).GetRawText(), StringComparison.Ordinal);
        Assert.Equal("0x" + node.GenesisHash, (await client.ResultAsync("chain_getFinalizedHead")).GetString());
    }

    private static async Task CheckBlocksAsync(DevNode node, RpcClient client)
    {
        string hash = (await client.ResultAsync("chain_getBlockHash", "[2]")).GetString()!;
        JsonElement block = await client.ResultAsync("chain_getBlock", $"[\"{hash}\"]");
        JsonElement header = block.GetProperty("block").GetProperty("header");
        Assert.Equal("0x2", header.GetProperty("number").GetString());
        Assert.Equal((await client.ResultAsync("chain_getBlockHash", "[1]")).GetString(), header.GetProperty("parentHash").GetString());
        Assert.Equal("[83,85,66,95]", block.GetProperty("justifications")[0][0].GetRawText());
        Assert.Equal(JsonValueKind.Null, (await client.ResultAsync("chain_getBlockHash", "[100000]")).ValueKind);
        Assert.Equal(node.HistorySize.Value, (ulong)(await client.ResultAsync("subspace_lastSegmentHeaders", "[1000]")).GetArrayLength());
    }

    /// <summary>Answers each slot with a block's solution, a vote's, one that is not valid and one twice; signs; until so many blocks are there.</summary>
    private static async Task FarmAsync(Uri url, FakeVerifier verifier, uint blocks)
    {
        await using RpcClient slots = await RpcClient.ConnectAsync(url);
        await using RpcClient signing = await RpcClient.ConnectAsync(url);
        await slots.ResultAsync("subspace_subscribeSlotInfo");
        await signing.ResultAsync("subspace_subscribeRewardSigning");
        using CancellationTokenSource stop = new();
        Task signs = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                JsonElement request = await signing.NotificationAsync("subspace_reward_signing");
                Bytes32 hash = Bytes32.From(Convert.FromHexString(request.GetProperty("hash").GetString()!));
                RewardSignature signature = new(TestChain.Farmer.Sign(RewardSigning.Context, hash.AsSpan()));
                string response = JsonSerializer.Serialize(new RewardSignatureResponse(hash, signature), NodeJsonContext.Default.RewardSignatureResponse);
                await signing.ResultAsync("subspace_submitRewardSignature", $"[{response}]");
            }
        });
        while (true)
        {
            ulong slot = (await slots.NotificationAsync("subspace_slot_info")).GetProperty("slotNumber").GetUInt64();
            JsonElement header = await slots.ResultAsync("chain_getHeader");
            if (Convert.ToUInt32(header.GetProperty("number").GetString(), 16) >= blocks)
            {
                await stop.CancelAsync();
                return;
            }

            verifier.Verdicts[TestChain.Solution($"vote {slot}").Chunk] = SolutionVerdict.Valid(ulong.MaxValue / 20);
            verifier.Verdicts[TestChain.Solution($"bad {slot}").Chunk] = SolutionVerdict.Invalid("made up");

            foreach (string label in new[] { $"vote {slot}", $"bad {slot}", $"block {slot}", $"block {slot}" })
            {
                // The slot may be over on a busy machine: then the node says so and the next one comes.
                await slots.CallAsync("subspace_submitSolutionResponse", Response(slot, label));
            }
        }
    }

    /// <summary>What SIGKILL can leave: any prefix of the block file. The chain goes on from its last complete block.</summary>
    private static async Task KillAndResumeAsync(DevChainOptions options, uint bestNumber)
    {
        string path = Path.Combine(options.ChainFolder, "blocks.log");
        byte[] whole = File.ReadAllBytes(path);
        Random random = new(11);
        ChainSpec spec = ChainSpec.From(options);
        for (int i = 0; i < 20; i++)
        {
            File.WriteAllBytes(path, whole[..random.Next(1000, whole.Length)]);
            using BlockStore store = BlockStore.Open(path, spec, out ChainState state);
            Assert.InRange(state.Number, 0u, bestNumber);
            Assert.Equal(state.Hash, store.HashOf(state.Number));
        }

        // Headers of segments whose block is lost stay: archiving must go on behind them.
        File.WriteAllBytes(path, whole[..^10]);
        ConcurrentQueue<DevChainEvent> events = new();
        FakeVerifier verifier = new();
        await using DevNode node = await DevNode.StartAsync(options, new FakeArchivers(9000), verifier, events.Enqueue, default);
        Assert.Contains(events, happened => happened is StorageRepaired);
        Assert.Equal(bestNumber - 1, node.BestNumber);
        await FarmAsync(node.RpcUrl, verifier, bestNumber + 2);
        Assert.DoesNotContain(events, happened => happened is ChainFailed);
    }

    private static string Response(ulong slot, string label) => "[" + JsonSerializer.Serialize(
        new SolutionResponse(new(slot), TestChain.Solution(label)), NodeJsonContext.Default.SolutionResponse) + "]";
}
