using System.Text.Json;
using Autonomys.Cryptography.Kzg;
using Autonomys.Farming.Auditing;
using Autonomys.Farming.Proving;
using Autonomys.Farming.Reading;
using Autonomys.Farming.Sectors;
using Autonomys.Farming.Space;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Farming.Tests.Proving;

/// <summary>Whatever a device answers, the solution is the reference's.</summary>
public class DeviceProofTests
{
    private static readonly Lazy<Case?> Known = new(Make);

    [Fact]
    public void A_right_proof_is_taken_as_it_is()
    {
        FakeProofDevice device = new(Right());

        // No table: the processor is not asked.
        Assert.Equal(Known.Value!.Expected, Prove(device, null!));
        Assert.False(device.IsDistrusted);
    }

    [Theory]
    [InlineData("chunk")]
    [InlineData("witness")]
    [InlineData("proof")]
    [InlineData("no scalar")]
    public void In_place_of_a_wrong_proof_the_processor_makes_one_and_the_device_is_not_believed_any_more(string wrong)
    {
        ChunkProof right = Right();
        FakeProofDevice device = new(wrong switch
        {
            "chunk" => right with { Chunk = Bytes32.From(Changed(right.Chunk.ToArray(), 31)) },
            "no scalar" => right with { Chunk = Bytes32.From(Enumerable.Repeat((byte)0xFF, Bytes32.Size).ToArray()) },

            // The witness of another chunk is still a point.
            "witness" => right with { Witness = ChunkWitness.From(Known.Value!.Request.Metadata.Witness.AsSpan()) },
            _ => right with { Proof = PosProof.From(Changed(right.Proof.ToArray(), 0)) },
        });
        Assert.Equal(Known.Value!.Expected, Prove(device, new CachedProofs()));
        Assert.True(device.IsDistrusted);
    }

    [Fact]
    public void What_a_device_leaves_to_the_processor_is_no_fault()
    {
        Right();
        FakeProofDevice device = new(null);
        Assert.Equal(Known.Value!.Expected, Prove(device, new CachedProofs()));
        Assert.False(device.IsDistrusted);
    }

    [Fact]
    public void A_record_that_is_not_the_one_committed_to_is_no_fault_of_the_device()
    {
        ChunkProof right = Right();
        byte[] bytes = Known.Value!.Request.ToBytes();

        // The commitment, at byte 50, becomes the witness that follows it.
        bytes.AsSpan(98, Bytes48.Size).CopyTo(bytes.AsSpan(50));
        Assert.True(ProofRequest.TryParse(bytes, out ProofRequest? request));
        FakeProofDevice device = new(right);
        Solution solution = Prover(device).Prove(request!, Known.Value.RewardAddress, new CachedProofs());
        Assert.Equal(right, ChunkProof.Of(solution));
        Assert.False(device.IsDistrusted);
    }

    private static ChunkProof Right()
    {
        Assert.SkipWhen(Known.Value is null, Vectors.NeedsEthereumKzgParameters);
        Assert.True(Scale.TryDecode<Solution>(Convert.FromHexString(Known.Value.Expected), out Solution? solution));
        return ChunkProof.Of(solution);
    }

    private static string Prove(FakeProofDevice device, IRecordProofs proofs) => Convert.ToHexStringLower(
        Scale.Encode(Prover(device).Prove(Known.Value!.Request, Known.Value.RewardAddress, proofs)));

    private static SolutionProver Prover(FakeProofDevice device) =>
        new(new CpuChunkProver(Known.Value!.Kzg, VectorSectors.ErasureCoding, 2), device);

    private static byte[] Changed(byte[] bytes, int index)
    {
        bytes[index] ^= 1;
        return bytes;
    }

    private static Case? Make()
    {
        if (Vectors.EthereumKzgParameters() is not { } path)
        {
            return null;
        }

        JsonElement audit = Vectors.Json("audit.json");
        JsonElement element = audit.GetProperty("solutions").EnumerateArray().First(s => s.GetProperty("pieces_in_sector").GetInt32() == 4);
        VectorSector sector = VectorSectors.Get(4, element.GetProperty("sector_index").GetInt32());
        Blake3Hash challenge = Blake3Hash.FromHex(element.GetProperty("global_challenge").GetString()!);
        SectorSlotChallenge slot = sector.SectorId.DeriveSectorSlotChallenge(challenge);
        MemorySectorReader reader = new(sector.Bytes);
        WinningChunk[]? chunks = SectorAuditor.Audit(
            reader,
            sector.Metadata,
            slot,
            challenge,
            new SolutionRange(element.GetProperty("verify_params").GetProperty("solution_range").GetUInt64()),
            new byte[SectorAuditor.MaxSBucketSize(4)]);
        ProvableCandidate provable = SolutionProver.Prepare(
            new(VectorSectors.PublicKey, sector.SectorId, slot.SBucketAuditIndex, reader, sector.Metadata, chunks!));
        ulong distance = element.GetProperty("verify").GetProperty("solution_distance").GetUInt64();
        ProofRequest request = SolutionProver.Read(provable, provable.Chunks.Single(c => c.Distance.Value == distance), RecordReadMode.WholeSector);
        return new Case(
            Kzg.Load(path), request, PublicKey.From(audit.Hex("reward_address")), element.GetProperty("solution_scale").GetString()!);
    }

    private sealed record Case(Kzg Kzg, ProofRequest Request, PublicKey RewardAddress, string Expected);
}
