using System.Text.Json;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Verification;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Verification;

public class SolutionVerifierTests
{
    private static readonly JsonElement Audit = Vectors.Json("audit.json");
    private static readonly JsonElement History3 = Vectors.Json("sector_history3.json");

    [Fact]
    public void Every_verdict_of_the_reference_is_ours()
    {
        string? path = Vectors.EthereumKzgParameters();
        if (path is null)
        {
            Assert.Skip(Vectors.NeedsEthereumKzgParameters);
        }

        SolutionVerifier verifier = new(Kzg.Load(path));
        JsonElement[] corrupted = [.. Audit.GetProperty("corrupted").EnumerateArray()];
        JsonElement[] solutions = [.. Audit.GetProperty("solutions").EnumerateArray()];
        JsonElement[] later = [.. History3.GetProperty("solutions").EnumerateArray()];
        Assert.Equal((50, 16, 4), (corrupted.Length, solutions.Length, later.Length));
        foreach (JsonElement element in corrupted.Concat(solutions).Concat(later))
        {
            Solution solution = VectorParameters.Solution(element);
            SolutionParameters parameters = VectorParameters.Read(element.GetProperty("verify_params"));
            string label = element.TryGetProperty("change", out JsonElement change) ? change.GetString()! : "solution";
            string expected = VectorParameters.Verdict(element.GetProperty("verify"));

            Assert.Equal(label + ": " + expected, label + ": " + VectorParameters.Verdict(verifier.Verify(solution, parameters)));
            if (element.TryGetProperty("verify_without_piece_check", out JsonElement without))
            {
                Assert.Equal(
                    VectorParameters.Verdict(without),
                    VectorParameters.Verdict(verifier.Verify(solution, parameters with { PieceCheck = null })));
            }
        }

        Solution first = VectorParameters.Solution(later[0]);
        foreach (JsonElement element in History3.GetProperty("first_solution_with_other_params").EnumerateArray())
        {
            Assert.Equal(
                VectorParameters.Verdict(element.GetProperty("verify")),
                VectorParameters.Verdict(verifier.Verify(first, VectorParameters.Read(element.GetProperty("verify_params")))));
        }
    }

    [Fact]
    public void Proof_of_space_and_distance_need_no_parameters()
    {
        int checkedCount = 0;
        foreach (JsonElement element in Audit.GetProperty("corrupted").EnumerateArray().Concat(Audit.GetProperty("solutions").EnumerateArray()))
        {
            Solution solution = VectorParameters.Solution(element);
            SolutionParameters parameters = VectorParameters.Read(element.GetProperty("verify_params"));
            string expected = VectorParameters.Verdict(element.GetProperty("verify"));
            SectorId sectorId = SectorId.Derive(solution.PublicKey.Hash(), solution.SectorIndex, solution.HistorySize);
            Blake3Hash challenge = parameters.ProofOfTime.DeriveGlobalChallenge(parameters.Slot);

            SolutionVerification actual = SolutionVerifier.VerifySpace(
                solution, parameters.SolutionRange, sectorId, sectorId.DeriveSectorSlotChallenge(challenge), challenge, 20);

            // Whatever fails later is right so far.
            if (actual.IsValid)
            {
                Assert.DoesNotMatch("InvalidProofOfSpace|OutsideSolutionRange", expected);
            }
            else
            {
                Assert.Equal(expected, VectorParameters.Verdict(actual));
            }

            checkedCount++;
        }

        Assert.Equal(66, checkedCount);
    }
}
