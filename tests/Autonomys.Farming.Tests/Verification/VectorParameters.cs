using System.Text.Json;
using Autonomys.Farming.Verification;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Verification;

/// <summary>Reads solutions, their parameters and verdicts from the vectors.</summary>
internal static class VectorParameters
{
    public static Solution Solution(JsonElement element)
    {
        ScaleReader reader = new(element.Hex("solution_scale"));
        Assert.True(Primitives.Solutions.Solution.TryDecode(ref reader, out Solution? solution));
        return solution!;
    }

    public static SolutionParameters Read(JsonElement element)
    {
        JsonElement check = element.GetProperty("piece_check_params");
        JsonElement fraction = check.GetProperty("recent_history_fraction");
        JsonElement expiry = check.GetProperty("sector_expiration_check_segment_commitment");
        FarmerProtocolInfo protocol = new(
            new(check.GetProperty("current_history_size").GetUInt64()),
            check.GetProperty("max_pieces_in_sector").GetUInt16(),
            check.GetProperty("recent_segments").GetUInt64(),
            fraction[0].GetUInt64(),
            fraction[1].GetUInt64(),
            check.GetProperty("min_sector_lifetime").GetUInt64());
        return new SolutionParameters(
            new(element.GetProperty("slot").GetUInt64()),
            PotOutput.FromHex(element.GetProperty("proof_of_time").GetString()!),
            new(element.GetProperty("solution_range").GetUInt64()),
            new PieceCheckParameters(
                protocol,
                SegmentCommitment.From(check.Hex("segment_commitment")),
                expiry.ValueKind == JsonValueKind.Null ? null : SegmentCommitment.From(expiry.Hex())));
    }

    /// <summary>A verdict in the words of the reference.</summary>
    public static string Verdict(JsonElement verify) => verify.GetProperty("ok").GetBoolean()
        ? $"ok {verify.GetProperty("solution_distance").GetUInt64()}"
        : verify.GetProperty("error").GetString()!;

    public static string Verdict(SolutionVerification result) => result.Error switch
    {
        SolutionError.None => $"ok {result.SolutionDistance}",
        SolutionError.OutsideSolutionRange =>
            $"OutsideSolutionRange {{ half_solution_range: {result.Limit}, solution_distance: {result.Value} }}",
        SolutionError.InvalidPieceOffset => $"InvalidPieceOffset {{ piece_offset: {result.Value}, max_pieces_in_sector: {result.Limit} }}",
        SolutionError.FutureHistorySize =>
            $"FutureHistorySize {{ current: HistorySize({result.Limit}), solution: HistorySize({result.Value}) }}",
        SolutionError.SectorExpired =>
            $"SectorExpired {{ expiration_history_size: HistorySize({result.Value}), current_history_size: HistorySize({result.Limit}) }}",
        SolutionError.InvalidChunk => "InvalidChunk(\"Invalid scalar\")",
        _ => result.Error.ToString(),
    };
}
