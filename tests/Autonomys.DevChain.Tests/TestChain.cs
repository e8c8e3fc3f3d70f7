using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Autonomys.Archiving;
using Autonomys.Cryptography.Signatures;
using Autonomys.DevChain.Archiving;
using Autonomys.DevChain.Authoring;
using Autonomys.Primitives.Bytes;
using Autonomys.Primitives.Hashing;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Sectors;
using Autonomys.Primitives.Segments;
using Autonomys.Primitives.Solutions;
using Autonomys.Testing;

namespace Autonomys.DevChain.Tests;

/// <summary>A chain with fast slots, and stand-ins for the two parts that take long: commitments and verification.</summary>
internal static class TestChain
{
    public static readonly Sr25519KeyPair Farmer = Sr25519KeyPair.FromMiniSecret(Vectors.Bytes("test farmer", 32));

    public static DevChainOptions Options(string basePath) => new()
    {
        BasePath = basePath,
        SlotDuration = TimeSpan.FromMilliseconds(40),
        PotIterationsPerSlot = 64,
        InitialSolutionRange = new(ulong.MaxValue / 16),
        AdjustSolutionRange = false,
        ConfirmationDepthBlocks = 3,
        RpcListenOn = new(IPAddress.Loopback, 0),
        // On a busy machine half a second may pass without this process running at all.
        RewardSigningTimeout = TimeSpan.FromSeconds(10),
    };

    public static Solution Solution(string label, ulong historySize = 1) =>
        new(
            Farmer.PublicKey,
            PublicKey.From(Vectors.Bytes("reward address", 32)),
            new(1),
            new(historySize),
            new(2),
            RecordCommitment.From(Vectors.Bytes(label + " commitment", 48)),
            RecordWitness.From(Vectors.Bytes(label + " witness", 48)),
            Bytes32.From(Vectors.Bytes(label + " chunk", 32)),
            ChunkWitness.From(Vectors.Bytes(label + " chunk witness", 48)),
            PosProof.From(Vectors.Bytes(label + " proof", 160)));
}

/// <summary>Answers with the verdict that the solution's chunk was given; valid for a block when it was given none.</summary>
internal sealed class FakeVerifier : ISolutionVerifier
{
    public ConcurrentDictionary<Bytes32, SolutionVerdict> Verdicts { get; } = [];

    public SolutionVerdict Verify(SolutionCheck check) =>
        Verdicts.TryGetValue(check.Solution.Chunk, out SolutionVerdict verdict) ? verdict : SolutionVerdict.Valid(0);
}

/// <summary>Ends a segment with the genesis block and then whenever this many bytes of blocks came together; pieces are not real.</summary>
internal sealed class FakeArchivers(int segmentBytes) : IHistoryArchivers
{
    public int SegmentBytes => segmentBytes;

    public List<byte[]> Blocks { get; } = [];

    public IHistoryArchiver Start() => new Fake(this, 0, default, 0);

    public IHistoryArchiver Resume(SegmentHeader lastHeader, ReadOnlyMemory<byte> lastBlock) =>
        new Fake(this, lastHeader.SegmentIndex.Value + 1, lastHeader.Hash(), lastHeader.LastArchivedBlock.Number + 1);

    private sealed class Fake(FakeArchivers owner, ulong segment, Blake3Hash previous, uint nextBlock) : IHistoryArchiver
    {
        private readonly MemoryStream _bytes = new();

        public void Append(ReadOnlyMemory<byte> block)
        {
            owner.Blocks.Add(block.ToArray());
            _bytes.Write(nextBlock == 0 ? block.Span[..1000] : block.Span);
            nextBlock++;
        }

        public ArchivedSegment? ArchiveNext(IProgress<ArchivingProgress> progress, CancellationToken cancellationToken)
        {
            if (_bytes.Length == 0 || (segment > 0 && _bytes.Length < owner.SegmentBytes))
            {
                return null;
            }

            byte[] commitment = new byte[SegmentCommitment.Size];
            Blake3.Hash(_bytes.ToArray(), commitment);
            SegmentHeader header = new(
                new(segment++), SegmentCommitment.From(commitment), previous, new LastArchivedBlock(nextBlock - 1, ArchivedBlockProgress.Complete));
            previous = header.Hash();
            Piece piece = new();
            Encoding.ASCII.GetBytes($"piece of segment {header.SegmentIndex.Value}").CopyTo(piece.Bytes);
            _bytes.SetLength(0);
            return new ArchivedSegment(header, [.. Enumerable.Repeat(piece, SegmentLayout.Pieces)]);
        }
    }
}
