using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.Solutions;

public sealed class SolutionTests
{
    private static readonly JsonSerializerOptions CamelCase = new(JsonSerializerDefaults.Web) { TypeInfoResolver = new DefaultJsonTypeInfoResolver() };

    [Fact]
    public void Scale_and_json_equal_the_vectors()
    {
        foreach (JsonElement entry in Vectors.Json("primitives.json").GetProperty("solutions").GetProperty("values").EnumerateArray())
        {
            Solution solution = Scale.Decode<Solution>(entry.Hex("scale"));
            Assert.Equal(entry.Hex("scale"), Scale.Encode(solution));
            Assert.Equal(Solution.EncodedSize, entry.GetProperty("scale_len").GetInt32());
            Assert.Equal(solution, entry.GetProperty("json").Deserialize<Solution>(CamelCase));
            Assert.True(JsonElement.DeepEquals(entry.GetProperty("json"), JsonSerializer.SerializeToElement(solution, CamelCase)));
        }
    }

    [Fact]
    public void Genesis_solution_equals_the_vector()
    {
        byte[] expected = Vectors.Json("primitives.json").GetProperty("solutions").Hex("genesis_solution_scale");
        PublicKey publicKey = PublicKey.From(expected.AsSpan(0, PublicKey.Size));
        PublicKey rewardAddress = PublicKey.From(expected.AsSpan(PublicKey.Size, PublicKey.Size));
        Assert.Equal(expected, Scale.Encode(Solution.Genesis(publicKey, rewardAddress)));
    }

    [Fact]
    public void A_history_size_of_zero_is_refused()
    {
        byte[] scale = Vectors.Json("primitives.json").GetProperty("solutions").GetProperty("values")[0].Hex("scale");
        scale.AsSpan(66, 8).Clear();
        Assert.False(Scale.TryDecode<Solution>(scale, out _));
    }
}
