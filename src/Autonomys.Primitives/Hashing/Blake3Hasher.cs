using System.Buffers.Binary;
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
        for (int i = 0; i < 8; i++)
        {
            hasher._key[i] = BinaryPrimitives.ReadUInt32LittleEndian(key[(4 * i)..]);
        }

        hasher._baseFlags = Blake3Compression.KeyedHash;
        hasher.StartChunk(0);
        return hasher;
    }

    /// <summary>Appends input.</summary>
    public void Update(ReadOnlySpan<byte> input)
    {
        while (!input.IsEmpty)
        {
            if (_blockLength == Blake3Compression.BlockSize)
            {
                CompressFullBlock();
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
    public void Finish(Span<byte> output)
    {
        Span<uint> words = stackalloc uint[16];
        Span<uint> chainingValue = stackalloc uint[8];
        Span<uint> compressed = stackalloc uint[16];
        ((Span<byte>)_block)[_blockLength..].Clear();
        Blake3Compression.ReadBlock(_block, words);
        ((ReadOnlySpan<uint>)_chunkChainingValue).CopyTo(chainingValue);
        ulong counter = _chunkCounter;
        uint blockLength = (uint)_blockLength;
        uint flags = _baseFlags | StartFlag() | Blake3Compression.ChunkEnd;

        for (int level = _stackLength - 1; level >= 0; level--)
        {
            Blake3Compression.Compress(chainingValue, words, counter, blockLength, flags, compressed);
            ((ReadOnlySpan<uint>)_stack).Slice(level * 8, 8).CopyTo(words);
            compressed[..8].CopyTo(words[8..]);
            ((ReadOnlySpan<uint>)_key).CopyTo(chainingValue);
            counter = 0;
            blockLength = Blake3Compression.BlockSize;
            flags = _baseFlags | Blake3Compression.Parent;
        }

        Span<byte> bytes = stackalloc byte[64];
        for (ulong block = 0; !output.IsEmpty; block++)
        {
            Blake3Compression.Compress(chainingValue, words, block, blockLength, flags | Blake3Compression.Root, compressed);
            for (int i = 0; i < 16; i++)
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], compressed[i]);
            }

            int take = Math.Min(64, output.Length);
            bytes[..take].CopyTo(output);
            output = output[take..];
        }
    }

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
        Span<uint> words = stackalloc uint[16];
        Span<uint> compressed = stackalloc uint[16];
        Blake3Compression.ReadBlock(_block, words);
        bool last = _blocksCompressed == Blake3Compression.BlocksPerChunk - 1;
        uint flags = _baseFlags | StartFlag() | (last ? Blake3Compression.ChunkEnd : 0);
        Blake3Compression.Compress(_chunkChainingValue, words, _chunkCounter, Blake3Compression.BlockSize, flags, compressed);
        compressed[..8].CopyTo(_chunkChainingValue);
        _blockLength = 0;
        _blocksCompressed++;
        if (last)
        {
            PushChunk(compressed[..8]);
            StartChunk(_chunkCounter + 1);
        }
    }

    /// <summary>Merges completed subtrees: one per trailing zero bit of the number of finished chunks.</summary>
    private void PushChunk(Span<uint> chainingValue)
    {
        Span<uint> words = stackalloc uint[16];
        Span<uint> compressed = stackalloc uint[16];
        for (ulong chunks = _chunkCounter + 1; (chunks & 1) == 0; chunks >>= 1)
        {
            _stackLength--;
            ((ReadOnlySpan<uint>)_stack).Slice(_stackLength * 8, 8).CopyTo(words);
            chainingValue.CopyTo(words[8..]);
            Blake3Compression.Compress(_key, words, 0, Blake3Compression.BlockSize, _baseFlags | Blake3Compression.Parent, compressed);
            compressed[..8].CopyTo(chainingValue);
        }

        chainingValue.CopyTo(((Span<uint>)_stack)[(_stackLength * 8)..]);
        _stackLength++;
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

    [InlineArray(MaxTreeDepth * 8)]
    private struct Stack
    {
        private uint _first;
    }
}
