using Autonomys.Archiving;
using Autonomys.Archiving.Reconstruction;
using Autonomys.Archiving.Segments;
using Autonomys.Cryptography.Kzg;
using Autonomys.Primitives.Pieces;
using Autonomys.Primitives.Segments;
using BenchmarkDotNet.Attributes;

namespace Autonomys.Benchmarks.Segments;

/// <summary>A whole segment of random bytes, 124 MiB, on all processors; few rounds, since they take seconds.</summary>
[WarmupCount(1)]
[IterationCount(3)]
[InvocationCount(1)]
public class SegmentBenchmarks
{
    /// <summary>A block a little longer than a segment finishes one.</summary>
    private const int BlockSize = SegmentLayout.RecordedSize + (1 << 20);

    private const int Lost = 20;

    private readonly int[] _positions = [.. Enumerable.Range(0, SegmentLayout.Pieces)];
    private byte[] _block = null!;
    private Kzg _kzg = null!;
    private PieceVerifier _verifier = null!;
    private PiecesReconstructor _reconstructor = null!;
    private ArchivedSegment _segment = null!;
    private Piece?[] _parity = null!;

    [GlobalSetup]
    public void Setup()
    {
        _block = new byte[BlockSize];
        new Random(1).NextBytes(_block);
        _kzg = Kzg.Development();
        _kzg.Prepare(threads: 0, CancellationToken.None);
        _verifier = new PieceVerifier(_kzg);
        _reconstructor = new PiecesReconstructor(_kzg);
        _segment = Archive();
        _parity = [.. _segment.Pieces.Select((piece, position) => position % 2 == 0 ? null : piece)];
        if (!VerifyAll() || !ReconstructOne().Bytes.SequenceEqual(_segment.Pieces[Lost].Bytes))
        {
            throw new InvalidOperationException("The segment's pieces do not check out.");
        }
    }

    [Benchmark]
    public ArchivedSegment Archive() => new Archiver(new KzgSegmentCommitter(_kzg)).AddBlock(_block)[0];

    /// <summary>256 pieces together: divide by 256 for one.</summary>
    [Benchmark]
    public bool VerifyAll() => _verifier.AreAllPiecesValid(_segment.Pieces, _positions, _segment.Header.SegmentCommitment);

    /// <summary>A source piece from the 128 parity pieces.</summary>
    [Benchmark]
    public Piece ReconstructOne() => _reconstructor.ReconstructPiece(_parity, Lost);
}
