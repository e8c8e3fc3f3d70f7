using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Autonomys.Primitives.Bytes;

namespace Autonomys.Primitives.Hashing;

/// <summary>Incremental BLAKE3 over input of any length; a value that is used once.</summary>
/// <remarks>Sections 2.1 to 2.5 of the BLAKE3 paper: chunks of 1,024 bytes, a binary tree of parents, the root extendable.</remarks>
public struct Blake3Hasher
{
    private const int MaxTreeDepth = 54;

    private ChainingValue _key;
    private uint _baseFlags;
    private ChainingValue _chunkChainingValue;
    private ulong _chunkCounter;
    private Block _block;
    private int _blockLength;
    private int _blocksCompressed;
    private Stack _stack;
    private int _stackLength;

    /// <summary>Starts a plain hash.</summary>
    public static Blake3Hasher Create()
    {
        Blake3Hasher hasher = default;
        Blake3Compression.InitializationVector.CopyTo(hasher._key);
        hasher.StartChunk(0);
        return hasher;
    }

    /// <summary>Starts a keyed hash; <paramref name="key"/> is 32 bytes.</summary>
    public static Blake3Hasher CreateKeyed(ReadOnlySpan<byte> key)
    {
        FixedBytes.RequireLength(key, 32);
        Blake3Hasher hasher = default;
        Blake3Compression.ReadKey(key, hasher._key);
        hasher._baseFlags = Blake3Compression.KeyedHash;
        hasher.StartChunk(0);
        return hasher;
    }

    /// <summary>Appends input.</summary>
    public void Update(ReadOnlySpan<byte> input) => Update(input, isFollowed: false);

    /// <summary>Appends input; when it is known that at least one more byte follows, its last chunks are hashed together too.</summary>
    /// <param name="input">The input.</param>
    /// <param name="isFollowed">Whether more input follows for certain.</param>
    public void Update(ReadOnlySpan<byte> input, bool isFollowed)
    {
        long certain = isFollowed ? 1 : 0;
        Span<byte> subtree = stackalloc byte[32];
        while (!input.IsEmpty)
        {
            if (_blockLength == Blake3Compression.BlockSize)
            {
                CompressFullBlock();
            }

            if (AtChunkStart && Blake3Subtree.LargestAt(_chunkCounter, input.Length + certain) is > 1 and int chunks)
            {
                int length = chunks * Blake3Scalar.ChunkSize;
                Blake3Subtree.ChainingValue(_key, input[..length], _chunkCounter, _baseFlags, subtree);
                PushSubtree(subtree, (uint)chunks);
                input = input[length..];
                continue;
            }

            int take = Math.Min(Blake3Compression.BlockSize - _blockLength, input.Length);
            input[..take].CopyTo(((Span<byte>)_block)[_blockLength..]);
            _blockLength += take;
            input = input[take..];
        }
    }

    /// <summary>Ends the hash with its first 32 bytes.</summary>
    public Blake3Hash Finish()
    {
        Span<byte> output = stackalloc byte[32];
        Finish(output);
        return Blake3Hash.From(output);
    }

    /// <summary>Ends the hash and fills <paramref name="output"/>, of any length.</summary>
    /// <exception cref="InvalidOperationException">Input that was said to follow did not.</exception>
    public void Finish(Span<byte> output)
    {
        if (_stackLength > 0 && AtChunkStart)
        {
            throw new InvalidOperationException("More input was said to follow, and none came.");
        }

        Span<byte> block = _block;
        block[_blockLength..].Clear();
        Span<uint> chainingValue = _chunkChainingValue;
        uint blockLength = (uint)_blockLength;
        uint flags = _baseFlags | StartFlag() | Blake3Compression.ChunkEnd;
        if (_stackLength == 0)
        {
            Blake3Scalar.Output(chainingValue, block, blockLength, flags | Blake3Compression.Root, output);
            return;
        }

        Blake3Scalar.Compress(chainingValue, block, _chunkCounter, blockLength, flags);
        flags = _baseFlags | Blake3Compression.Parent;
        for (int level = _stackLength - 1; ; level--)
        {
            Level(level).CopyTo(block);
            Blake3Compression.WriteChainingValue(chainingValue, block[32..]);
            ((ReadOnlySpan<uint>)_key).CopyTo(chainingValue);
            if (level == 0)
            {
                break;
            }

            Blake3Scalar.Compress(chainingValue, block, 0, Blake3Compression.BlockSize, flags);
        }

        Blake3Scalar.Output(chainingValue, block, Blake3Compression.BlockSize, flags | Blake3Compression.Root, output);
    }

    /// <summary>Appends the chaining value of an aligned, complete subtree; more input must follow it.</summary>
    /// <param name="chainingValue">32 bytes; overwritten.</param>
    /// <param name="chunks">A power of two, which divides the chunks so far.</param>
    internal void PushSubtree(Span<byte> chainingValue, uint chunks)
    {
        _chunkCounter += chunks;
        Span<byte> parent = stackalloc byte[Blake3Compression.BlockSize];
        Span<uint> words = stackalloc uint[8];
        // One merge per trailing zero bit of the number of finished subtrees of this size.
        for (ulong subtrees = _chunkCounter / chunks; (subtrees & 1) == 0; subtrees >>= 1)
        {
            _stackLength--;
            Level(_stackLength).CopyTo(parent);
            chainingValue.CopyTo(parent[32..]);
            ((ReadOnlySpan<uint>)_key).CopyTo(words);
            Blake3Scalar.Compress(words, parent, 0, Blake3Compression.BlockSize, _baseFlags | Blake3Compression.Parent);
            Blake3Compression.WriteChainingValue(words, chainingValue);
        }

        chainingValue.CopyTo(Level(_stackLength));
        _stackLength++;
        StartChunk(_chunkCounter);
    }

    private readonly bool AtChunkStart => _blockLength == 0 && _blocksCompressed == 0;

    [UnscopedRef]
    private Span<byte> Level(int level) => ((Span<byte>)_stack).Slice(32 * level, 32);

    private void StartChunk(ulong counter)
    {
        _chunkChainingValue = _key;
        _chunkCounter = counter;
        _blockLength = 0;
        _blocksCompressed = 0;
    }

    private readonly uint StartFlag() => _blocksCompressed == 0 ? Blake3Compression.ChunkStart : 0;

    private void CompressFullBlock()
    {
        bool last = _blocksCompressed == Blake3Compression.BlocksPerChunk - 1;
        uint flags = _baseFlags | StartFlag() | (last ? Blake3Compression.ChunkEnd : 0);
        Blake3Scalar.Compress(_chunkChainingValue, _block, _chunkCounter, Blake3Compression.BlockSize, flags);
        _blockLength = 0;
        _blocksCompressed++;
        if (last)
        {
            Span<byte> chainingValue = stackalloc byte[32];
            Blake3Compression.WriteChainingValue(_chunkChainingValue, chainingValue);
            PushSubtree(chainingValue, 1);
        }
    }

    [InlineArray(8)]
    private struct ChainingValue
    {
        private uint _first;
    }

    [InlineArray(Blake3Compression.BlockSize)]
    private struct Block
    {
        private byte _first;
    }

    /// <summary>Chaining values, 32 bytes each, of the finished subtrees that wait for their sibling.</summary>
    [InlineArray(MaxTreeDepth * 32)]
    private struct Stack
    {
        private byte _first;
    }
}
