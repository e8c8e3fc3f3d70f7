using Autonomys.Cryptography.ChaCha;
using Autonomys.Primitives.Codec;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.ProofOfTime;
using Autonomys.Primitives.Segments;

namespace Autonomys.Archiving.Blocks;

/// <summary>
/// How the network's blocks become history: the SCALE form of the signed block, with only the network's own justifications,
/// and the genesis block extended so that it fills a segment by itself.
/// </summary>
public static class ArchivedBlockEncoding
{
    // Variant of the network's justification: seed and checkpoints of proofs of time.
    private const byte PotCheckpointsJustification = 0;

    /// <summary>Consensus engine of the justifications that are kept.</summary>
    public static ReadOnlySpan<byte> SubspaceEngine => "SUB_"u8;

    /// <summary>Whether a justification stays in the archived form of its block.</summary>
    /// <param name="engine">Four bytes that name the consensus engine.</param>
    /// <param name="data">The engine's own encoding; kept only when it begins with what the network can read.</param>
    public static bool KeepsJustification(ReadOnlySpan<byte> engine, ReadOnlySpan<byte> data)
    {
        ScaleReader reader = new(data);
        return engine.SequenceEqual(SubspaceEngine)
            && reader.TryReadByte(out byte variant)
            && variant == PotCheckpointsJustification
            && reader.TryReadFixed(out PotSeed _)
            && reader.TryReadCompactUInt32(out uint count)
            && (ulong)count * (PotCheckpoints.Count * PotOutput.Size) <= (ulong)reader.Remaining;
    }

    /// <summary>
    /// Extends the genesis block to 130,023,424 bytes with the key stream of ChaCha8 under the state root, so that the first
    /// segment, and with it farming, is there from the start. A decoder ignores what follows the block.
    /// </summary>
    /// <param name="signedBlock">SCALE form of the signed genesis block.</param>
    /// <param name="stateRoot">The genesis state root.</param>
    /// <exception cref="ArgumentException">The genesis block is larger than a segment.</exception>
    public static byte[] ExtendGenesis(ReadOnlySpan<byte> signedBlock, Blake3Hash stateRoot)
    {
        if (signedBlock.Length > SegmentLayout.RecordedSize)
        {
            throw new ArgumentException(
                $"The genesis block has {signedBlock.Length} bytes; it must fit {SegmentLayout.RecordedSize}.", nameof(signedBlock));
        }

        byte[] extended = new byte[SegmentLayout.RecordedSize];
        signedBlock.CopyTo(extended);
        ChaCha8.Keystream(stateRoot.AsSpan(), extended.AsSpan(signedBlock.Length));
        return extended;
    }
}
