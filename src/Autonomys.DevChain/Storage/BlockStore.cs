using Autonomys.DevChain.Blocks;
using Autonomys.DevChain.State;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Codec;

namespace Autonomys.DevChain.Storage;

/// <summary>All blocks of the chain, each record one <see cref="SignedBlock"/> in SCALE; the state after them is replayed at opening.</summary>
internal sealed class BlockStore : IDisposable
{
    private readonly RecordLog _log;
    private readonly Dictionary<Bytes32, uint> _numbers;
    private readonly List<Bytes32> _hashes;
    private readonly Lock _lock = new();

    private BlockStore(RecordLog log, List<Bytes32> hashes)
    {
        _log = log;
        _hashes = hashes;
        _numbers = hashes.Select((hash, number) => (hash, number)).ToDictionary(pair => pair.hash, pair => (uint)pair.number);
    }

    /// <summary>As <see cref="RecordLog.TornBytes"/>.</summary>
    public long TornBytes => _log.TornBytes;

    /// <summary>Opens the blocks of a chain, or begins it with its genesis block.</summary>
    /// <exception cref="DevChainException">The file is damaged or holds something else than this chain.</exception>
    public static BlockStore Open(string path, ChainSpec spec, out ChainState state)
    {
        (SignedBlock genesisBlock, ChainState replayed) = BlockExecutor.Genesis(spec);
        List<Bytes32> hashes = [];
        RecordLog log = RecordLog.Open(path, (number, payload) =>
        {
            if (!Scale.TryDecode<SignedBlock>(payload, out SignedBlock? block))
            {
                throw new DevChainException($"{path}: record {number} is not a block.");
            }

            if (number == 0)
            {
                if (block.Header.Hash() != genesisBlock.Header.Hash())
                {
                    throw new DevChainException(
                        $"{path} holds the chain with genesis {block.Header.Hash()}, not {genesisBlock.Header.Hash()}: it was made by another version or with other constants.");
                }
            }
            else
            {
                replayed = BlockExecutor.Replay(replayed, block)
                    ?? throw new DevChainException($"{path}: block {number} does not follow from the block before it. Restore the file, or remove the chain's folder to start a new chain.");
            }

            hashes.Add(replayed.Hash);
        });
        if (log.Count == 0)
        {
            log.Append(Scale.Encode(genesisBlock));
            hashes.Add(replayed.Hash);
        }

        state = replayed;
        return new BlockStore(log, hashes);
    }

    /// <summary>Adds the next block and waits until it is on the disk.</summary>
    public void Append(SignedBlock block)
    {
        Bytes32 hash = block.Header.Hash();
        byte[] encoded = Scale.Encode(block);
        lock (_lock)
        {
            if (block.Header.Number != _hashes.Count)
            {
                throw new InvalidOperationException($"Block {block.Header.Number} cannot follow {_hashes.Count - 1}.");
            }

            _log.Append(encoded);
            _hashes.Add(hash);
            _numbers[hash] = block.Header.Number;
        }
    }

    public Bytes32? HashOf(uint number)
    {
        lock (_lock)
        {
            return number < _hashes.Count ? _hashes[(int)number] : null;
        }
    }

    public uint? NumberOf(Bytes32 hash)
    {
        lock (_lock)
        {
            return _numbers.TryGetValue(hash, out uint number) ? number : null;
        }
    }

    /// <summary>The SCALE form of a block.</summary>
    public byte[] ReadEncoded(uint number) => _log.Read((int)number);

    public SignedBlock Read(uint number) => Scale.Decode<SignedBlock>(ReadEncoded(number));

    public void Dispose() => _log.Dispose();
}
