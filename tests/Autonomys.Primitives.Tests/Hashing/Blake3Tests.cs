using System.Text.Json;
using Autonomys.Primitives.Hashing;
using Autonomys.Testing;

namespace Autonomys.Primitives.Tests.Hashing;

public sealed class Blake3Tests
{
    [Fact]
    public void Plain_keyed_and_list_hashes_equal_the_vectors()
    {
        foreach (JsonElement entry in Vectors.Json("primitives.json").GetProperty("hashes").EnumerateArray())
        {
            byte[] data = Vectors.Bytes(entry.GetProperty("data_label").GetString()!, entry.GetProperty("len").GetInt32());
            byte[] key = entry.Hex("key");
            Assert.Equal(entry.Hex("blake3_hash"), Blake3.Hash(data).ToArray());
            Assert.Equal(entry.Hex("blake3_hash_with_key"), Blake3.HashKeyed(key, data).ToArray());
            Assert.Equal(entry.Hex("blake3_254_hash_to_scalar"), Blake3.Hash254ToScalar(data).ToArray());
            int third = data.Length / 3;
            Assert.Equal(entry.Hex("blake3_hash_list(first len/3, rest)"), Blake3.HashList(data.AsSpan(0, third), data.AsSpan(third)).ToArray());
            Assert.Equal(
                entry.Hex("blake3_hash_list_with_key(first len/3, rest)"),
                Blake3.HashKeyedList(key, data.AsSpan(0, third), data.AsSpan(third)).ToArray());
        }
    }
}
