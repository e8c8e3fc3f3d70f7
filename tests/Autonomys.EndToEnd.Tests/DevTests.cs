using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Autonomys.EndToEnd.Tests;

[Collection(DevelopmentFarm.Collection)]
public sealed class DevTests(DevelopmentFarm farm)
{
    [Fact]
    public void Three_blocks_are_plotted_for_proven_signed_and_accepted()
    {
        string?[] names = [.. farm.FirstRun.Select(e => e.GetProperty("event").GetString())];
        Assert.Equal(3, names.Count(name => name == "blockProduced"));
        Assert.True(names.Count(name => name == "rewardSigned") >= 3);
        Assert.True(names.Count(name => name == "solutionSubmitted") >= 3);
        string[] inOrder = ["kzgParametersReady", "genesisArchiving", "segmentArchived", "segmentStored", "sectorPlotted", "blockProduced"];
        int[] places = [.. inOrder.Select(name => Array.IndexOf(names, name))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public async Task Killed_ten_times_it_loses_nothing_and_farms_on()
    {
        Random random = new(20261124);
        uint best = Numbers(farm.FirstRun).Max();
        string key = FarmKey();
        for (int i = 0; i < 10; i++)
        {
            using FarmerProcess process = FarmerProcess.Start(farm.Arguments);
            await process.WaitForAsync("farmOpened");
            await Task.Delay(random.Next(6000));
            process.Kill();
            JsonElement[] events = process.WholeEvents;
            best = GoneOnWith(events, best);
        }

        using FarmerProcess last = FarmerProcess.Run(0, [.. farm.Arguments, "--exit-after-blocks", "2"]);
        uint[] blocks = [.. Numbers(last.Events)];
        uint start = StartedAt(last.Events);
        Assert.True(start >= best, $"block {best} was accepted before the last start, which went on from {start}");
        Assert.Equal([start + 1, start + 2], blocks);
        Assert.Equal(key, FarmKey());
        using FarmerProcess scrub = FarmerProcess.Run(0, "scrub", "--dry-run", farm.Farm);
    }

    [Fact]
    public async Task Interrupted_it_ends_cleanly()
    {
        using FarmerProcess process = FarmerProcess.Start(farm.Arguments);
        await process.WaitForAsync("slotAudited");
        process.Interrupt();
        process.WaitForExit(0);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_plot_is_found_and_its_sector_plotted_again()
    {
        string plot = Path.Combine(farm.Farm, "plot.bin");
        Flip(plot, new FileInfo(plot).Length / 3);

        using FarmerProcess found = FarmerProcess.Run(1, "scrub", "--dry-run", farm.Farm);
        using FarmerProcess mended = FarmerProcess.Run(0, "scrub", farm.Farm);
        Assert.Contains("sector 0", mended.Everything, StringComparison.OrdinalIgnoreCase);

        using FarmerProcess process = FarmerProcess.Start(farm.Arguments);
        JsonElement plotted = await process.WaitForAsync("sectorPlotted");
        Assert.Equal(0, plotted.GetProperty("sectorIndex").GetInt32());
        process.Interrupt();
        process.WaitForExit(0);
        using FarmerProcess clean = FarmerProcess.Run(0, "scrub", "--dry-run", farm.Farm);
    }

    [Fact]
    public async Task A_flipped_bit_in_the_piece_cache_is_mended_from_the_other_pieces()
    {
        string segment = Path.Combine(farm.BasePath, "pieces", "00000000.pieces");
        byte[] before = File.ReadAllBytes(segment);
        try
        {
            for (int position = 0; position < 100; position++)
            {
                Flip(segment, 4096 + (position * 1_048_704L) + 12345);
            }

            // A new key chooses other pieces: two sectors of four need none of the damaged ones in one of fifty tries.
            bool isMended = false;
            for (int attempt = 0; attempt < 4 && !isMended; attempt++)
            {
                using FarmerProcess wiped = FarmerProcess.Run(0, "wipe", "--yes", farm.Farm);
                using FarmerProcess process = FarmerProcess.Start(farm.Arguments);
                await process.WaitForAsync("sectorPlotted", 2);
                process.Interrupt();
                process.WaitForExit(0);
                isMended = process.Everything.Contains("was made again from 128 other pieces", StringComparison.Ordinal);
            }

            Assert.True(isMended, "no damaged piece was made again");
            byte[] after = File.ReadAllBytes(segment);
            for (int position = 0; position < 100; position++)
            {
                int start = 4096 + (position * 1_048_704);
                ReadOnlySpan<byte> mended = after.AsSpan(start, 1_048_704);
                bool untouched = mended[12345] != before[start + 12345];
                Assert.True(untouched || mended.SequenceEqual(before.AsSpan(start, 1_048_704)), $"piece {position} was mended wrongly");
            }
        }
        finally
        {
            // Pieces that nobody asked for are still damaged, and the next test may compare them.
            File.WriteAllBytes(segment, before);
        }
    }

    [Fact]
    public void Sectors_that_do_not_fit_the_disk_are_refused_at_once()
    {
        string basePath = Directory.CreateTempSubdirectory("autonomys-full-").FullName;
        using FarmerProcess refused = FarmerProcess.Run(
            1, "dev", "--base-path", basePath, "--sectors", "65534", "--pieces-in-sector", "1000", "--rpc-listen-on", "127.0.0.1:0");
        Assert.Contains("What fits is sectors=", refused.Everything, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(basePath));
        Directory.Delete(basePath);
    }

    [Fact]
    public async Task The_chain_goes_on_alone_and_is_farmed_over_its_socket()
    {
        string rewardAddress = "sub8y2x2EgJVriAbDiFt2WK8d9GrhBgnNFudtwiTDbbYJRDaT";
        using FarmerProcess node = FarmerProcess.Start("dev-node", "--base-path", farm.BasePath, "--rpc-listen-on", "127.0.0.1:0", "--json");
        string url = await node.RpcUrlAsync();
        string[] arguments =
        [
            "farm", "--node-rpc-url", url, "--reward-address", rewardAddress, "--piece-cache", Path.Combine(farm.BasePath, "pieces"), "--json",
            "--max-pieces-in-sector", "4", $"path={farm.Farm},sectors=2",
        ];
        using FarmerProcess farmer = FarmerProcess.Start(arguments);
        JsonElement block = await node.WaitForAsync("blockProduced");
        Assert.Equal(rewardAddress, block.GetProperty("rewardAddress").GetString());

        // The farm is locked: a second farmer names who has it and changes nothing.
        using FarmerProcess second = FarmerProcess.Run(1, arguments);
        Assert.Contains($"({farmer.Id})", second.Everything, StringComparison.Ordinal);

        node.Interrupt();
        node.WaitForExit(0);
        await farmer.WaitForAsync("nodeLost");
        farmer.Interrupt();
        farmer.WaitForExit(0);
    }

    /// <summary>The last block known after a run that began no earlier than at the one known before it, and made the next ones in order.</summary>
    private static uint GoneOnWith(JsonElement[] events, uint best)
    {
        // A kill may come after a block is stored and before its line is written: then the next start knows more than was seen.
        uint start = StartedAt(events);
        Assert.True(start >= best, $"block {best} was accepted, then a start went on from {start}");
        uint[] made = [.. Numbers(events)];
        Assert.Equal(Enumerable.Range(1, made.Length).Select(i => start + (uint)i), made);
        return start + (uint)made.Length;
    }

    /// <summary>The block that the chain's first sentence names.</summary>
    private static uint StartedAt(JsonElement[] events) => events
        .Where(e => e.GetProperty("event").GetString() == "notice")
        .Select(e => Regex.Match(e.GetProperty("text").GetString()!, "^Development chain .* at block ([0-9]+),"))
        .Where(match => match.Success)
        .Select(match => uint.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
        .First();

    private static IEnumerable<uint> Numbers(JsonElement[] events) => events
        .Where(e => e.GetProperty("event").GetString() == "blockProduced")
        .Select(e => e.GetProperty("number").GetUInt32());

    private static void Flip(string path, long position)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = position;
        int value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 4));
    }

    private string FarmKey()
    {
        using FarmerProcess info = FarmerProcess.Run(0, "info", "--json", farm.Farm);
        return info.Events.Single().GetProperty("publicKey").GetString()!;
    }
}
