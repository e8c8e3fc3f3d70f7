using System.Text.Json;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Segments;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.Segments;

public sealed class SegmentHeaderTests
{
    [Fact]
    public void Hash_scale_and_json_equal_the_vectors()
    {
        foreach (JsonElement entry in Vectors.Json("primitives.json").GetProperty("segment_headers").GetProperty("values").EnumerateArray())
        {
            SegmentHeader header = Scale.Decode<SegmentHeader>(entry.Hex("scale"));
            Assert.Equal(entry.Hex("scale"), Scale.Encode(header));
            Assert.Equal(entry.Hex("hash"), header.Hash().ToArray());

            JsonElement json = entry.GetProperty("json");
            Assert.Equal(header, json.Deserialize<SegmentHeader>());
            Assert.True(JsonElement.DeepEquals(json, JsonSerializer.SerializeToElement(header)));
        }
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"v1":{}}""")]
    [InlineData("""{"v0":null}""")]
    [InlineData("""{"v0":{"segmentIndex":1}}""")]
    [InlineData("""{"number":1,"archivedProgress":"some"}""")]
    public void Other_json_is_refused(string json) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize<SegmentHeader>(json) ?? throw new JsonException("null"));

    [Theory]
    [InlineData("\"complete\"", null)]
    [InlineData("{\"partial\":5}", 5u)]
    [InlineData("{\"partial\":4294967295}", uint.MaxValue)]
    public void Progress_in_json(string json, uint? partial)
    {
        ArchivedBlockProgress progress = JsonSerializer.Deserialize<ArchivedBlockProgress>(json);
        Assert.Equal(partial, progress.PartialBytes);
        Assert.Equal(json, JsonSerializer.Serialize(progress));
    }

    [Theory]
    [InlineData("\"Complete\"")]
    [InlineData("{\"partial\":-1}")]
    [InlineData("{\"partial\":4294967296}")]
    [InlineData("{\"partial\":1,\"partial\":1}")]
    [InlineData("{}")]
    [InlineData("5")]
    public void Other_progress_is_refused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<ArchivedBlockProgress>(json));
}
