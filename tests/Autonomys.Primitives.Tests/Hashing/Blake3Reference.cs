using Autonomys.Primitives.Hashing;

namespace Autonomys.Primitives.Tests.Hashing;

/// <summary>BLAKE3 as the paper defines it, recursively, on nothing but the plainly written compression function.</summary>
internal static class Blake3Reference
{
    public static byte[] Hash(ReadOnlySpan<byte> input, int outputLength = 32, byte[]? key = null)
    {
        uint[] keyWords = Blake3Compression.InitializationVector.ToArray();
        uint flags = 0;
        if (key is not null)
        {
            Buffer.BlockCopy(key, 0, keyWords, 0, 32);
            flags = Blake3Compression.KeyedHash;
        }

        Node root = Tree(keyWords, flags, input, 0);
        List<byte> output = [];
        for (ulong counter = 0; output.Count < outputLength; counter++)
        {
            foreach (uint word in root.Compress(counter, Blake3Compression.Root))
            {
                output.AddRange(BitConverter.GetBytes(word));
            }
        }

        return [.. output.Take(outputLength)];
    }

    private static Node Tree(uint[] key, uint flags, ReadOnlySpan<byte> input, ulong chunk)
    {
        if (input.Length <= 1024)
        {
            return Chunk(key, flags, input, chunk);
        }

        // The left subtree is the largest power of two of chunks that leaves something for the right one.
        int left = 1024;
        while (2 * left < input.Length)
        {
            left *= 2;
        }

        uint[] block =
        [
            .. Tree(key, flags, input[..left], chunk).ChainingValue(),
            .. Tree(key, flags, input[left..], chunk + (ulong)(left / 1024)).ChainingValue(),
        ];
        return new(key, block, 0, 64, flags | Blake3Compression.Parent);
    }

    private static Node Chunk(uint[] key, uint flags, ReadOnlySpan<byte> input, ulong chunk)
    {
        uint[] chainingValue = key;
        uint start = Blake3Compression.ChunkStart;
        while (true)
        {
            int length = Math.Min(64, input.Length);
            byte[] bytes = new byte[64];
            input[..length].CopyTo(bytes);
            uint[] block = new uint[16];
            Buffer.BlockCopy(bytes, 0, block, 0, 64);
            bool last = input.Length <= 64;
            Node node = new(chainingValue, block, chunk, (uint)length, flags | start | (last ? Blake3Compression.ChunkEnd : 0));
            if (last)
            {
                return node;
            }

            chainingValue = node.ChainingValue();
            start = 0;
            input = input[64..];
        }
    }

    private sealed record Node(uint[] Input, uint[] Block, ulong Counter, uint Length, uint Flags)
    {
        public uint[] ChainingValue() => Compress(Counter, 0)[..8];

        public uint[] Compress(ulong counter, uint moreFlags)
        {
            uint[] output = new uint[16];
            Blake3Compression.Compress(Input, Block, counter, Length, Flags | moreFlags, output);
            return output;
        }
    }
}
