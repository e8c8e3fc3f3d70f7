using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.Node.Contract;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Node.Tests.Contract;

/// <summary>tests/vectors/rpc.json: what the reference makes of the RPC's types, letter for letter and byte for byte.</summary>
public sealed class RpcVectorTests
{
    private static readonly JsonElement File = Vectors.Json("rpc.json");

    [Fact]
    public void Every_type_of_the_file_has_its_test()
    {
        string[] tested =
        [
            "FarmerAppInfo", "FarmerProtocolInfo", "ObjectMappingResponse", "Piece", "RewardSignatureResponse", "RewardSigningInfo",
            "SegmentHeader", "SlotInfo", "SolutionResponse", "how", "max_segment_headers_per_request",
        ];
        Assert.Equal(tested, File.EnumerateObject().Select(property => property.Name));
        Assert.Equal(NodeRpc.MaxSegmentHeadersPerRequest, File.GetProperty("max_segment_headers_per_request").GetInt32());
    }

    [Fact]
    public void Farmer_app_info()
    {
        FarmerAppInfo info = Check("FarmerAppInfo", NodeJsonContext.Default.FarmerAppInfo);
        Assert.Equal(TimeSpan.FromMilliseconds(4321), info.FarmingTimeout);
        FarmerAppInfo more = CheckJson("FarmerAppInfo", "json_string_with_bootstrap_node", NodeJsonContext.Default.FarmerAppInfo);
        Assert.Equal(info.ProtocolInfo, more.ProtocolInfo);
        Assert.Single(more.DsnBootstrapNodes);
    }

    [Fact]
    public void Farmer_protocol_info() => Check("FarmerProtocolInfo", NodeJsonContext.Default.FarmerProtocolInfo);

    [Fact]
    public void Slot_info() => Check("SlotInfo", NodeJsonContext.Default.SlotInfo);

    [Fact]
    public void Solution_response() => Check("SolutionResponse", NodeJsonContext.Default.SolutionResponse);

    [Fact]
    public void Reward_signing_info() => Check("RewardSigningInfo", NodeJsonContext.Default.RewardSigningInfo);

    [Fact]
    public void Reward_signature_response()
    {
        Assert.NotNull(Check("RewardSignatureResponse", NodeJsonContext.Default.RewardSignatureResponse).Signature);
        RewardSignatureResponse none = CheckJson("RewardSignatureResponse", "json_string_none", NodeJsonContext.Default.RewardSignatureResponse);
        Assert.Null(none.Signature);
        CheckScale(File.GetProperty("RewardSignatureResponse").Hex("scale_none"), none);
    }

    [Fact]
    public void Object_mapping_response() => CheckJson("ObjectMappingResponse", "json_string", NodeJsonContext.Default.ObjectMappingResponse);

    [Fact]
    public void Segment_headers()
    {
        SegmentHeader complete = CheckJson("SegmentHeader", "json_string_complete", NodeJsonContext.Default.SegmentHeader);
        CheckJson("SegmentHeader", "json_string_partial", NodeJsonContext.Default.SegmentHeader);
        byte[] expected = File.GetProperty("SegmentHeader").Hex("scale_vec_of_2_options");
        ScaleWriter writer = new();
        writer.WriteCompact(2);
        writer.WriteOption(complete);
        writer.WriteOption<SegmentHeader>(null);
        Assert.Equal(expected, writer.ToArray());
    }

    [Fact]
    public void Pieces()
    {
        JsonElement expected = File.GetProperty("Piece");
        string start = expected.GetProperty("json_first_80_chars").GetString()!;
        byte[] bytes = new byte[Piece.Size];
        Convert.FromHexString(start[1..] + "0").CopyTo(bytes, 0);

        string json = JsonSerializer.Serialize(new Piece(bytes), NodeJsonContext.Default.Piece);

        Assert.Equal(expected.GetProperty("json_len").GetInt32(), json.Length);
        Assert.StartsWith(start, json, StringComparison.Ordinal);
        Assert.Equal(bytes, JsonSerializer.Deserialize(json, NodeJsonContext.Default.Piece)!.Bytes);
        Assert.Null(JsonSerializer.Deserialize(expected.GetProperty("json_none").GetString()!, NodeJsonContext.Default.Piece));
        byte[] scale = Scale.Encode(new Piece(bytes));
        Assert.Equal(expected.GetProperty("scale_len").GetInt32(), scale.Length);
        Assert.Equal(expected.Hex("scale_first_8"), scale[..8]);
    }

    private static T Check<T>(string type, JsonTypeInfo<T> info)
        where T : IScaleType<T>
    {
        T value = CheckJson(type, "json_string", info);
        CheckScale(File.GetProperty(type).Hex("scale"), value);
        return value;
    }

    private static T CheckJson<T>(string type, string form, JsonTypeInfo<T> info)
    {
        string expected = File.GetProperty(type).GetProperty(form).GetString()!;
        T value = JsonSerializer.Deserialize(expected, info)!;
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonSerializer.SerializeToUtf8Bytes(value, info)));
        return value;
    }

    private static void CheckScale<T>(byte[] expected, T value)
        where T : IScaleType<T>
    {
        Assert.Equal(expected, Scale.Encode(value));
        Assert.Equal(expected, Scale.Encode(Scale.Decode<T>(expected)));
    }
}
